// SPDX-License-Identifier: Apache-2.0
// How much data is enough: the same training on an eighth, a quarter, half and all of the training rows, each a part of
// the next, measured on the same other rows; and, by the last doubling, what the next one may bring. Test rows take no
// part.
import type { Calls, Compared, Cut, Difference, RunOptions } from '../border/messages';
import { smallest } from '../read/extremes';
import { engineRows } from '../rows/engine_rows';
import { strataOf } from '../rows/split';
import type { Prepared } from '../rows/prepare';
import { foldRows } from '../rows/split';
import type { Example } from '../read/table';
import { enough } from '../words/en/enough';
import { saying, type Said } from '../words/said';
import { better } from './metrics';
import { changeInWords, isShown } from './worth';

const say = saying('enough', enough);

/** What is trained on each size: a head on the frozen encoder, or the whole model. */
export const CURVES = ['head', 'everything'] as const;
export type CurveOf = (typeof CURVES)[number];

const HALVINGS = 3;
/** A part of fewer rows, or of fewer than there are labels, is left out. */
const LEAST_ROWS = 8;
/** Of fewer validation rows the curve would be chance's: then training and validation rows are measured on in turn. */
const LEAST_MEASURED = 50;
const FOLDS = 5;

interface CurveFold {
  /** The smallest first; each has all rows of the one before. */
  trains: Example[][];
  measured: Example[];
}

interface CurveJob {
  folds: CurveFold[];
  on: 'validation' | 'folds';
  /** Training rows of each size; of several folds their mean. */
  sizes: number[];
  measured: number;
}

type Kind = Pick<Prepared, 'task' | 'labels'>;

/** An even half: every label keeps its share. */
const halfOf = (rows: Example[], kind: Kind, seed: number): Example[] =>
  foldRows(strataOf(rows, kind), [...rows.keys()], seed, 2)[0]!.map((i) => rows[i]!);

function nested(rows: Example[], kind: Kind, seed: number): Example[][] {
  const least = Math.max(LEAST_ROWS, kind.task === 'single_label_classification' ? kind.labels.length : 0);
  const parts = [rows];
  for (let i = 0; i < HALVINGS; i++) parts.unshift(halfOf(parts[0]!, kind, seed));
  return parts.filter((part) => part.length >= least);
}

/** null: there are too few rows for two sizes. */
export function curveJob({ parts, ...kind }: Prepared, seed: number): CurveJob | null {
  const { train, validation } = parts;
  const folds: CurveFold[] =
    validation.length >= LEAST_MEASURED
      ? [{ trains: nested(train, kind, seed), measured: validation }]
      : inTurn([...train, ...validation], kind, seed);
  const count = smallest(folds.map(({ trains }) => trains.length));
  if (count < 2) return null;
  for (const fold of folds) fold.trains = fold.trains.slice(-count);
  const size = (k: number) => folds.reduce((sum, { trains }) => sum + trains[k]!.length, 0) / folds.length;
  return {
    folds,
    on: folds.length > 1 ? 'folds' : 'validation',
    sizes: Array.from({ length: count }, (_, k) => Math.round(size(k))),
    measured: folds.reduce((sum, { measured }) => sum + measured.length, 0),
  };
}

function inTurn(rows: Example[], kind: Kind, seed: number): CurveFold[] {
  return foldRows(strataOf(rows, kind), [...rows.keys()], seed, FOLDS).map((held) => {
    const out = new Set(held);
    const rest = rows.filter((_, i) => !out.has(i));
    return { trains: nested(rest, kind, seed), measured: held.map((i) => rows[i]!) };
  });
}

/** Of a training that went on from a checkpoint's own head. */
export const KEPT_HEAD = say.ownHead;

/** Nothing is chosen by the rows that are measured on: no early stopping, every label from 0.5 on. */
function curveOptions(options: RunOptions, what: CurveOf): RunOptions {
  const loss = ['seed', 'class_weights', 'label_smoothing'].filter((name) => name in options);
  const shared = Object.fromEntries(loss.map((name) => [name, options[name]!]));
  if (what === 'head') return { ...shared, method: 'head' };
  return options.method === 'head' ? { ...shared, method: 'full' } : { ...options, method: 'full', patience: 0 };
}

/** As the engine takes it. `options`: those of the whole training. */
export function curveInput(
  { folds }: CurveJob,
  kind: Kind,
  { cut, options, what }: { cut: Cut; options: RunOptions; what: CurveOf },
): Calls['curve'][0] {
  const rows = (examples: Example[]) => engineRows(examples, kind);
  return {
    folds: folds.map(({ trains, measured }) => ({ trains: trains.map(rows), measured: rows(measured) })),
    all: rows(folds.flatMap(({ measured }) => measured)),
    cut,
    options: curveOptions(options, what),
  };
}

export interface LearningCurve extends Omit<CurveJob, 'folds'> {
  what: CurveOf;
  /** Of each size; `against`: of all rows less this size. */
  points: Compared[];
}

/** Of all rows less half of them. */
export const lastGain = ({ points }: LearningCurve): Difference => {
  const { primary, against } = points.at(-2)!;
  return against.differences[primary]!;
};

/** What twice as many rows may bring. */
export function curveSentence(curve: LearningCurve): Said {
  const { points, sizes } = curve;
  const { primary, against } = points.at(-2)!;
  const gain = lastGain(curve).value ?? 0;
  const [half, all] = sizes.slice(-2) as [number, number];
  const change = changeInWords(against, primary);
  if (!isShown(against)) return say.noHelp(half, all, change);
  return better(primary, gain, 0) ? say.gains(half, all, change) : say.worse(half, all, change);
}

/** Which rows it was measured on, and how. */
export const curveMeasured = ({ on, measured }: Pick<CurveJob, 'on' | 'measured'>): Said =>
  on === 'validation' ? say.onValidation(measured) : say.byFolds(FOLDS, measured, LEAST_MEASURED);

export const TOO_FEW = say.tooFew(LEAST_ROWS);
