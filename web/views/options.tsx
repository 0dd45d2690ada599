// SPDX-License-Identifier: Apache-2.0
// The options of a run. Names, bounds and defaults come from the engine's own table.
import { hasEffect } from '../rows/effects';
import type { Method, Schema } from '../border/messages';
import { poolingReason } from '../answers/pooling';
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
  fittingPooling,
  pooling,
  poolingIsOpen,
  recommended,
  trainRowsStay,
  resetOption,
  setMethod,
  setOption,
  wantedPooling,
} from '../state/training';
import { Button } from '../ui/button';
import { ChoiceField, NumberField, SelectField } from '../ui/field';
import { count, scientific } from '../ui/format';
import { More } from '../ui/more';
import { Panel } from '../ui/panel';
import { inWords, words } from '../words';
import { ByHand } from './by_hand';
import { Foreign } from './foreign';

type Option = Schema['options'][number];

/** Those that matter most, in their order. */
const MAIN = ['learning_rate', 'epochs', 'batch_size'];

const METHODS: Method[] = ['full', 'layers', 'bias', 'lora', 'head'];

/** Beside the main ones, for the method that they belong to. */
const OWN = ['last_layers', 'cache_mebibytes', 'lora_rank', 'lora_alpha', 'lora_dropout', 'lora_targets'];

/** Shown elsewhere: the method and the seed have controls of their own. */
const ELSEWHERE = new Set(['method', 'seed', 'max_length', 'task']);

/** A checkpoint's own head is offered where it fits the data. */
const choicesOf = ({ name, choices = [] }: Option) =>
  choices.filter((choice) => name !== 'head_start' || choice !== 'kept' || ownFits.value);

/** Of an encoder that came with a head. */
const aboutOwnHead = (): string => {
  const [info, data] = [model.value, dataset.value];
  const why = info?.own_head && data && whyNotKept(info.own_head, data, info.name);
  return why ? inWords(why) : '';
};

/** As a field of numbers takes it in every language: 2e-5, 0.1. */
const asTyped = (n: number) => (n !== 0 && Math.abs(n) < 0.001 ? n.toExponential() : n);

function Control({ option }: { option: Option }) {
  const { name, type, min, max } = option;
  const { options } = words;
  const label = options.label(name);
  const changed = name in chosen.value;
  const value = chosen.value[name] ?? plan.value?.options[name] ?? option.default ?? '';
  const because = plan.value?.reasons[name] ?? '';
  const reason = changed || !because ? '' : options.byDefault(options.why(because));
  const hint = (
    <>
      {options.help(name, option.help)} {reason} {name === 'head_start' && aboutOwnHead()}{' '}
      {changed && (
        <button type="button" class="link" onClick={() => resetOption(name)}>
          {options.back}
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
        options={choicesOf(option).map((choice) => ({ value: choice, label: options.choice(name, choice) }))}
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
      value={value === '' ? '' : asTyped(number)}
      min={min}
      max={max}
      step={type === 'integer' ? 1 : 'any'}
      wrong={outside ? options.between(String(min), String(max)) : undefined}
      onChange={(n) => setOption(name, type === 'integer' ? Math.round(n) : n)}
    />
  );
}

/** A head on words reads each of them, and there is nothing to choose. */
const readsTexts = () => (dataset.value && dataset.value.task !== 'token_classification' ? model.value : null);

/** What the head reads, and why. */
function Reads() {
  const info = readsTexts();
  if (!info) return null;
  const { pooling: reads } = words;
  const why = inWords(poolingReason(info, fittingPooling.value !== null ? 'user' : measuredPooling.value));
  return (
    <p class="small" id="pooling-reason">
      {poolingIsOpen.value ? reads.willTell : reads.reads(reads[pooling.value], why)}
    </p>
  );
}

/** It decides which class opens the download. */
function ReadsField() {
  const info = readsTexts();
  if (!info) return null;
  const reads = words.pooling;
  const normalized = liesApart('mean_normalized', info.family);
  return (
    <>
      <ChoiceField
        name="pooling"
        legend={reads.legend}
        value={pooling.value}
        onChange={(value) => (wantedPooling.value = value)}
        options={[
          ...(normalized
            ? [{ value: 'mean_normalized' as const, label: reads.normalizedLabel, hint: reads.normalizedHint }]
            : []),
          ...(normalized && dataset.value?.columns.pair !== undefined
            ? [{ value: 'compared' as const, label: reads.comparedLabel, hint: reads.comparedHint }]
            : []),
          { value: 'mean', label: reads.meanLabel, hint: reads.meanHint },
          { value: 'cls', label: reads.firstLabel, hint: reads.firstHint },
        ]}
      />
      {fittingPooling.value !== null && (
        <p class="small">
          <button type="button" class="link" onClick={() => (wantedPooling.value = null)}>
            {words.options.back}
          </button>
        </p>
      )}
    </>
  );
}

/** Each with what it is for. What comes with the plan takes no room of its own here: a method would move away from
 * under the pointer, and another one be chosen. */
function Methods() {
  const { options } = words;
  return (
    <ChoiceField
      name="method"
      legend={options.methods}
      value={method.value}
      onChange={setMethod}
      options={METHODS.map((value) => ({
        value,
        label: words.methods[value],
        tag: recommended.value?.method === value ? options.recommended : undefined,
        hint: options.hints[value],
      }))}
    />
  );
}

/** Why one of the methods is recommended. */
function Why() {
  const { options } = words;
  const best = recommended.value;
  return best?.why ? (
    <p class="small muted">
      {options.recommended}: {words.methods[best.method]}. {options.because(options.why(best.why))}
    </p>
  ) : null;
}

/** Without opening the options. */
function InShort() {
  const { learning_rate, epochs, batch_size } = { ...plan.value?.options, ...chosen.value };
  const { options } = words;
  const length = count(maxLength.value);
  return (
    <p class="small" id="in-short">
      {hasEffect('epochs', circumstances.value) && epochs !== undefined
        ? options.inShort(scientific(Number(learning_rate)), Number(epochs), Number(batch_size), length)
        : options.lengthOnly(length)}{' '}
      <span class="muted">{options.own(Object.keys(chosen.value).length)}</span>
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
        label={words.options.length}
        value={maxLength.value}
        min={8}
        onChange={(value) => (wantedLength.value = Math.max(8, Math.round(value)))}
        hint={words.options.lengthHint}
      />
      <NumberField
        id="train-seed"
        label={words.options.seed}
        value={seed.value}
        min={0}
        onChange={(value) => (seed.value = Math.max(0, Math.floor(value)))}
        hint={words.options.seedHint}
      />
    </div>
  );
}

function Groups({ options }: { options: Option[] }) {
  const groups = [...new Set(options.map((option) => option.group))];
  return groups.map((group) => (
    <fieldset key={group} class="group">
      <legend>{words.options.group(group)}</legend>
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
  const main = MAIN.flatMap((name) => options.filter((option) => option.name === name));
  const own = ['layers', 'lora'].includes(method.value) ? options.filter(({ name }) => OWN.includes(name)) : [];
  const rest = options.filter(
    (option) => !MAIN.includes(option.name) && !own.includes(option) && !ELSEWHERE.has(option.name),
  );
  return (
    <Panel title={words.options.title}>
      <Methods />
      {!trainRowsStay.value && <Foreign />}
      <InShort />
      <Reads />
      <Why />
      <More title={words.options.all}>
        <Fields options={[...main, ...own]} />
        <ReadsField />
        <Groups options={rest} />
        {Object.keys(chosen.value).length > 0 && (
          <Button onClick={() => (chosen.value = {})}>{words.options.allBack}</Button>
        )}
      </More>
    </Panel>
  );
}
