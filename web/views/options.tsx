// SPDX-License-Identifier: Apache-2.0
// The options of a run. Names, bounds, defaults and help come from the engine's own table; the few that matter most
// have their own words here.
import { hasEffect } from '../rows/effects';
import type { Method, Schema } from '../border/messages';
import { METHOD_NAMES } from '../answers/methods';
import { POOLING_NAMES, poolingReason } from '../answers/pooling';
import { whyNotKept } from '../border/own_head';
import { liesApart } from '../border/pooling';
import { dataset, seed } from '../state/data';
import { engineInfo } from '../state/engine';
import { model } from '../state/model';
import { maxLength, wantedLength } from '../state/tokens';
import {
  chosen,
  circumstances,
  method,
  plan,
  measuredPooling,
  ownFits,
  pooling,
  recommended,
  resetOption,
  setMethod,
  setOption,
  wantedPooling,
} from '../state/training';
import { Button } from '../ui/button';
import { ChoiceField, NumberField, SelectField } from '../ui/field';
import { count, plural, scientific } from '../ui/format';
import { More } from '../ui/more';
import { Panel } from '../ui/panel';
import { ByHand } from './by_hand';

type Option = Schema['options'][number];

const MAIN: Record<string, [string, string]> = {
  learning_rate: ['Learning rate', 'How far each update moves the numbers.'],
  epochs: ['Epochs', 'How often all training rows are read.'],
  batch_size: ['Batch size', 'Rows whose answers are averaged for one update.'],
};

const METHODS: { value: Method; hint: string }[] = [
  {
    value: 'full',
    hint: 'Encoder and head. The best result; every number of the model is adapted to your texts.',
  },
  {
    value: 'layers',
    hint: 'The layers below them stay as they are: less time, less memory, and less is forgotten.',
  },
  {
    value: 'bias',
    hint: 'A thousandth of the numbers (BitFit). Little memory, little forgetting.',
  },
  {
    value: 'lora',
    hint: 'Two slim matrices beside each weight matrix are trained. Little memory; the result is a whole model or a small adapter file.',
  },
  {
    value: 'head',
    hint: 'The encoder stays frozen and is run once over the data. Much faster, less memory, and the result is a small file.',
  },
];

/** Beside the main ones, for the method that they belong to. */
const OWN = ['last_layers', 'cache_mebibytes', 'lora_rank', 'lora_alpha', 'lora_dropout', 'lora_targets'];

/** Shown elsewhere: the method and the seed have controls of their own. */
const ELSEWHERE = new Set(['method', 'seed', 'max_length', 'task']);

const asLabel = (name: string) => name.replace(/_/g, ' ').replace(/^./, (letter) => letter.toUpperCase());

/** A checkpoint's own head is offered where it fits the data. */
const choicesOf = ({ name, choices = [] }: Option) =>
  choices.filter((choice) => name !== 'head_start' || choice !== 'kept' || ownFits.value);

/** Of an encoder that came with a head. */
const aboutOwnHead = (): string => {
  const [info, data] = [model.value, dataset.value];
  return info?.own_head && data ? whyNotKept(info.own_head, data, info.name) : '';
};

function Control({ option }: { option: Option }) {
  const { name, type, min, max } = option;
  const [label, help] = MAIN[name] ?? [asLabel(name), option.help];
  const changed = name in chosen.value;
  const value = chosen.value[name] ?? plan.value?.options[name] ?? option.default ?? '';
  const because = plan.value?.reasons[name] ?? '';
  const reason = changed || !because ? '' : `Default: ${because}.`;
  const hint = (
    <>
      {help} {reason} {name === 'head_start' && aboutOwnHead()}{' '}
      {changed && (
        <button type="button" class="link" onClick={() => resetOption(name)}>
          back to the default
        </button>
      )}
    </>
  );
  const id = `option-${name}`;
  if (option.list) return <ByHand option={option} label={label} hint={hint} value={String(value)} />;
  if (type === 'choice')
    return (
      <SelectField
        id={id}
        label={label}
        hint={hint}
        value={String(value)}
        options={choicesOf(option).map((choice) => ({ value: choice, label: choice }))}
        onChange={(choice) => setOption(name, choice)}
      />
    );
  const number = Number(value);
  const outside = changed && ((min !== undefined && number < min) || (max !== undefined && number > max));
  return (
    <NumberField
      id={id}
      label={label}
      hint={hint}
      value={value === '' ? '' : type === 'number' ? scientific(number) : number}
      min={min}
      max={max}
      step={type === 'integer' ? 1 : 'any'}
      wrong={outside ? `Between ${min} and ${max}.` : undefined}
      onChange={(n) => setOption(name, type === 'integer' ? Math.round(n) : n)}
    />
  );
}

/** What the head reads decides which class opens the download. */
function ReadsField() {
  const info = model.value;
  if (!info || !dataset.value || dataset.value.task === 'token_classification') return null;
  const why = poolingReason(info, wantedPooling.value !== null ? 'user' : measuredPooling.value);
  return (
    <>
      <ChoiceField
        name="pooling"
        legend="What the head reads"
        value={pooling.value}
        onChange={(value) => (wantedPooling.value = value)}
        options={[
          ...(liesApart('mean_normalized', info.family)
            ? [
                {
                  value: 'mean_normalized' as const,
                  label: 'The mean of all tokens, scaled to length 1',
                  hint: 'As sentence encoders do. The model leaves as a folder of sentence-transformers, whose SentenceTransformer gives the same answers.',
                },
              ]
            : []),
          {
            value: 'mean',
            label: 'The mean of all tokens',
            hint: 'As long as it is: the mean of a short text is longer.',
          },
          {
            value: 'cls',
            label: 'The first token, [CLS]',
            hint: 'As BertForSequenceClassification of transformers does. Choose it where the model must open as that class.',
          },
        ]}
      />
      <p class="small muted" id="pooling-reason">
        The head reads {POOLING_NAMES[pooling.value]}, {why}.{' '}
        {wantedPooling.value !== null && (
          <button type="button" class="link" onClick={() => (wantedPooling.value = null)}>
            back to the default
          </button>
        )}
      </p>
    </>
  );
}

/** Each with what it is for; the recommended one with its reason. */
function Methods() {
  const best = recommended.value;
  const reason = best?.why && `Why: ${best.why}.`;
  return (
    <ChoiceField
      name="method"
      legend="What is trained"
      value={method.value}
      onChange={setMethod}
      options={METHODS.map(({ value, hint }) => ({
        value,
        label: METHOD_NAMES[value],
        tag: best?.method === value ? 'Recommended' : undefined,
        hint: best?.method === value && reason ? `${hint} ${reason}` : hint,
      }))}
    />
  );
}

/** Without opening the options. */
function InShort() {
  const { learning_rate, epochs, batch_size } = { ...plan.value?.options, ...chosen.value };
  const changed = Object.keys(chosen.value).length;
  return (
    <p class="small" id="in-short">
      {hasEffect('epochs', circumstances.value) && epochs !== undefined
        ? `Learning rate ${scientific(Number(learning_rate))}, ${plural(Number(epochs), 'epoch')}, batches of ${plural(Number(batch_size), 'row')}, at most ${count(maxLength.value)} tokens a text.`
        : `At most ${count(maxLength.value)} tokens a text are read.`}{' '}
      <span class="muted">
        {changed === 0
          ? 'All options follow from your rows and the encoder.'
          : changed === 1
            ? 'One option is your own; the others follow from your rows and the encoder.'
            : `${changed} options are your own; the others follow from your rows and the encoder.`}
      </span>
    </p>
  );
}

function Fields({ options }: { options: Option[] }) {
  return (
    <div class="columns">
      {options.map((option) => (
        <Control key={option.name} option={option} />
      ))}
      <NumberField
        id="train-max-length"
        label="Maximum length"
        value={maxLength.value}
        min={8}
        onChange={(value) => (wantedLength.value = Math.max(8, Math.round(value)))}
        hint="In tokens; set in step 2 as well."
      />
      <NumberField
        id="train-seed"
        label="Seed"
        value={seed.value}
        min={0}
        onChange={(value) => (seed.value = Math.max(0, Math.floor(value)))}
        hint="Split, new head, order of the rows and dropout all follow from it."
      />
    </div>
  );
}

function Groups({ options }: { options: Option[] }) {
  const groups = [...new Set(options.map((option) => option.group))];
  return groups.map((group) => (
    <fieldset key={group} class="group">
      <legend>{group}</legend>
      <div class="columns">
        {options
          .filter((option) => option.group === group)
          .map((option) => (
            <Control key={option.name} option={option} />
          ))}
      </div>
    </fieldset>
  ));
}

export function OptionsPanel() {
  const options = (engineInfo.value?.schema.options ?? []).filter(({ name }) => hasEffect(name, circumstances.value));
  const main = Object.keys(MAIN).flatMap((name) => options.filter((option) => option.name === name));
  const own = ['layers', 'lora'].includes(method.value) ? options.filter(({ name }) => OWN.includes(name)) : [];
  const rest = options.filter(
    (option) => !(option.name in MAIN) && !own.includes(option) && !ELSEWHERE.has(option.name),
  );
  return (
    <Panel title="How to train">
      <Methods />
      <InShort />
      <More title="All options">
        <Fields options={[...main, ...own]} />
        <ReadsField />
        <Groups options={rest} />
        {Object.keys(chosen.value).length > 0 && (
          <Button onClick={() => (chosen.value = {})}>All back to their defaults</Button>
        )}
      </More>
    </Panel>
  );
}
