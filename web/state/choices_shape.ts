// SPDX-License-Identifier: Apache-2.0
// Whether a project's record is what this page wrote: it may come from a file.
import type { Method, Pooling, Task } from '../border/messages';
import {
  either,
  fields,
  finite,
  flag,
  list,
  nothing,
  oneOf,
  orNothing,
  record,
  text,
  type Shape,
} from '../project/shape';
import type { ParseOptions } from '../read/parse';
import { CHECKS, DECIMALS, type DecimalMark } from '../read/problems';
import type { Choices, VALUES } from './choices';
import { OF_DATA } from './data';
import type { Keep } from './tokens';

/** Every option of reading has its shape here, or the types do not agree. */
const options: Record<keyof ParseOptions, Shape> = {
  header: orNothing(flag),
  known: orNothing(list(text)),
  delimiter: orNothing(text),
  encoding: orNothing(text),
  decimal: orNothing((value) => DECIMALS.includes(value as DecimalMark)),
  sheet: orNothing(text),
  part: orNothing(oneOf('train', 'validation', 'test')),
};

const place = orNothing(
  fields({
    name: text,
    roles: list(text),
    names: list(text),
    options: fields(options),
    columns: fields({ text: finite, pair: orNothing(finite), labels: list(finite) }),
    address: orNothing(text),
  }),
);

const change: Shape = either(
  fields({ kind: oneOf('set', 'add'), row: finite, cells: record(text) }),
  fields({ kind: oneOf('out'), row: finite, out: flag }),
);
const trial = fields({
  run: finite,
  of: oneOf('low', 'high', 'leak', 'bias'),
  moved: finite,
  validation: finite,
  test: orNothing(finite),
});

const fold = orNothing(fields({ index: finite, of: finite }));

const values: Record<keyof typeof VALUES, Shape> = {
  task: orNothing(
    oneOf<Task>('single_label_classification', 'multi_label_classification', 'regression', 'token_classification'),
  ),
  names: orNothing(either(list(text), record(text))),
  fixes: list((value) => CHECKS.includes(value as (typeof CHECKS)[number])),
  edits: fields({
    moves: list(fields({ where: oneOf('table', 'queue', 'results'), changes: list(change) })),
    at: finite,
  }),
  fold,
  seed: finite,
  length: finite,
  keep: oneOf<Keep>('head', 'tail', 'head_tail', 'windows'),
  method: oneOf<Method>('full', 'layers', 'bias', 'lora', 'head'),
  pooling: orNothing(oneOf<Pooling>('cls', 'mean', 'mean_normalized', 'compared')),
  text,
  pair: text,
  none: orNothing(finite),
  series: fields({ of: text, runs: list(fields({ seed: finite, fold, metrics: record(finite) })) }),
  lesson: fields({ chapter: orNothing(text), answers: record(text), trials: list(trial) }),
};

/** As the engine has told it. */
const remark = fields({ text, said: (place) => list(text)(place) && (place as string[])[0] === 'modelRemarks' });
const told = fields({ remarks: list(remark), lowered: orNothing(remark), noScore: orNothing(remark) });

const tables = fields({ main: place, validation: place, test: place });
// A record of an older page may lack some.
const valuesThere = fields(
  Object.fromEntries(Object.entries(values).map(([name, of]) => [name, (value) => value === undefined || of(value)])),
);
/** All that is put back is there. */
const aside = fields({
  tables: (all) => tables(all) && !!(all as Choices['tables']).main,
  values: fields(Object.fromEntries(Object.keys(OF_DATA).map((name) => [name, values[name as keyof typeof OF_DATA]]))),
});

const shape = fields({
  tables,
  asides: orNothing(list(aside)),
  fractions: fields({ validation: finite, test: finite, asked: orNothing(flag) }),
  values: valuesThere,
  options: record(either(finite, text, list(finite))),
  encoder: orNothing(
    fields({
      ...{
        name: text,
        fingerprint: text,
        from: either(fields({ url: text }), fields({ paths: list(text), told: orNothing(told) })),
      },
      head: orNothing(fields({ name: text, role: text })),
    }),
  ),
});

export const areChoices = (content: unknown): content is Choices => shape(content);

/** Of what stands beside a project's files: a run and a result have the choices they were made with. */
export const isAbout: Shape = either(nothing, (about) => {
  const choices = (about as { choices?: unknown }).choices;
  return choices === undefined || areChoices(choices);
});
