// SPDX-License-Identifier: Apache-2.0
// The encoder's shape: each parameter of config.json with what it means.
import { Stackbar } from '../charts/stackbar';
import type { ModelInfo } from '../border/messages';
import { count, rounded } from '../ui/format';
import { More } from '../ui/more';
import { Panel } from '../ui/panel';

type Config = ModelInfo['config'];

const MEANINGS: [keyof Config, string, (config: Config) => string][] = [
  [
    'num_hidden_layers',
    'Layers',
    () => 'How many times the text is read over. Early layers see words and grammar, late ones meaning.',
  ],
  ['hidden_size', 'Hidden size', () => 'Each token is this many numbers, in every layer.'],
  [
    'num_attention_heads',
    'Attention heads',
    (c) =>
      `In each layer every token looks at all others in this many ways at once, each with ${c.hidden_size / c.num_attention_heads} of the numbers.`,
  ],
  [
    'intermediate_size',
    'Intermediate size',
    (c) =>
      `After looking around, each token is worked on by itself in a wider space: ${+(c.intermediate_size / c.hidden_size).toFixed(1)} times the hidden size.`,
  ],
  [
    'max_position_embeddings',
    'Maximum positions',
    () => 'The longest text in tokens: each position has its own learned vector.',
  ],
  [
    'vocab_size',
    'Vocabulary size',
    () => 'How many different pieces the tokenizer knows. Each has a row of its own in the embeddings.',
  ],
  [
    'type_vocab_size',
    'Segments',
    () => 'Kinds of text in one input: 2 allows pairs, such as a question with its answer.',
  ],
  [
    'hidden_dropout_prob',
    'Dropout',
    () => 'Share of the numbers put to zero at random while training, so that nothing relies on a single one.',
  ],
  [
    'attention_probs_dropout_prob',
    'Attention dropout',
    () => 'The same for attention: links between tokens that are cut at random while training.',
  ],
  ['layer_norm_eps', 'LayerNorm epsilon', () => 'A tiny number that keeps the normalisation from dividing by zero.'],
];

export function ArchitecturePanel({ info }: { info: ModelInfo }) {
  const { embeddings, encoder, masked_lm, pooler, head, total } = info.parameters;
  const groups: [string, number][] = [
    ['Embeddings', embeddings],
    ['Encoder layers', encoder],
    ['Masked-word head', masked_lm],
    ['Pooler', pooler],
    ['Head', head],
  ];
  return (
    <Panel title="What is inside" aside={`${rounded(total)} parameters`}>
      <Stackbar
        label="Parameters by group"
        shares={groups.filter(([, n]) => n > 0).map(([label, n]) => ({ label, value: n, text: count(n) }))}
      />
      <dl class="parameters">
        {MEANINGS.map(([key, name, meaning]) => (
          <div key={key}>
            <dt>
              {name} <code class="muted">{key}</code>
            </dt>
            <dd class="number">{info.config[key] < 1 ? info.config[key] : count(info.config[key])}</dd>
            <dd>{meaning(info.config)}</dd>
          </div>
        ))}
        <div>
          <dt>Number of parameters</dt>
          <dd class="number">{count(total)}</dd>
          <dd>All numbers that can be learned, the new head included. Four bytes each while training.</dd>
        </div>
      </dl>
      <More title="About the file">
        <dl class="facts small">
          <dt>Fingerprint of the encoder</dt>
          <dd>
            <code>{info.fingerprint}</code>
          </dd>
          <dt>Tokenizer</dt>
          <dd>
            {count(info.tokenizer.size)} pieces, {info.tokenizer.lowercase ? 'lower case' : 'case kept'},{' '}
            {info.tokenizer.strip_accents ? 'accents removed' : 'accents kept'}
          </dd>
          {info.ignored.length > 0 && (
            <>
              <dt>Tensors not needed here</dt>
              <dd>
                <code>{info.ignored.join(', ')}</code>
              </dd>
            </>
          )}
          {info.missing.length > 0 && (
            <>
              <dt>Tensors not in the file, started anew</dt>
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
