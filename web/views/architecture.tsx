// SPDX-License-Identifier: Apache-2.0
// The encoder's shape: each parameter of config.json with what it means.
import { Stackbar } from '../charts/stackbar';
import type { ModelInfo } from '../border/messages';
import { count, rounded, scientific } from '../ui/format';
import { More } from '../ui/more';
import { Panel } from '../ui/panel';
import { words } from '../words';

type Config = ModelInfo['config'];

/** In this order. */
const KEYS = [
  'num_hidden_layers',
  'hidden_size',
  'num_attention_heads',
  'intermediate_size',
  'max_position_embeddings',
  'vocab_size',
  'type_vocab_size',
  'hidden_dropout_prob',
  'attention_probs_dropout_prob',
  'layer_norm_eps',
] as const;

function meaningOf(key: (typeof KEYS)[number], config: Config): string {
  const { meanings } = words.load;
  if (key === 'num_attention_heads') return meanings[key](config.hidden_size / config.num_attention_heads);
  if (key === 'intermediate_size') return meanings[key](+(config.intermediate_size / config.hidden_size).toFixed(1));
  return meanings[key];
}

/** A name of config.json, which may be broken behind each of its parts. */
const breaking = (key: string) =>
  key.split(/(?<=_)/).map((part) => (
    <>
      {part}
      <wbr />
    </>
  ));

const numeral = (n: number) => (n >= 1 ? count(n) : scientific(n));

const GROUPS = ['embeddings', 'encoder', 'masked_lm', 'pooler', 'head'] as const;

export function ArchitecturePanel({ info }: { info: ModelInfo }) {
  const { load } = words;
  const { parameters, tokenizer } = info;
  const { total } = parameters;
  const groups = GROUPS.filter((key) => parameters[key] > 0);
  return (
    <Panel title={load.inside} aside={load.parameters(rounded(total))}>
      <Stackbar
        label={load.byGroup}
        shares={groups.map((key) => ({
          label: load.groups[key],
          value: parameters[key],
          text: count(parameters[key]),
        }))}
      />
      <dl class="parameters">
        {KEYS.map((key) => (
          <div key={key}>
            <dt>
              {load.names[key]} <code class="muted">{breaking(key)}</code>
            </dt>
            <dd class="number">{numeral(info.config[key])}</dd>
            <dd>{meaningOf(key, info.config)}</dd>
          </div>
        ))}
        <div>
          <dt>{load.total}</dt>
          <dd class="number">{count(total)}</dd>
          <dd>{load.totalMeaning}</dd>
        </div>
      </dl>
      <More title={load.aboutFile}>
        <dl class="facts small">
          <dt>{load.fingerprint}</dt>
          <dd>
            <code>{info.fingerprint}</code>
          </dd>
          <dt>{load.tokenizer}</dt>
          <dd>{load.pieces(tokenizer.size, tokenizer.lowercase, tokenizer.strip_accents)}</dd>
          {info.ignored.length > 0 && (
            <>
              <dt>{load.ignored}</dt>
              <dd>
                <code>{info.ignored.join(', ')}</code>
              </dd>
            </>
          )}
          {info.missing.length > 0 && (
            <>
              <dt>{load.missing}</dt>
              <dd>
                <code>{info.missing.join(', ')}</code>
              </dd>
            </>
          )}
        </dl>
      </More>
    </Panel>
  );
}
