// SPDX-License-Identifier: Apache-2.0
// Whether a value that was read, from a file or from the browser's storage, has the shape that the code expects.

export type Shape = (value: unknown) => boolean;

export const text: Shape = (value) => typeof value === 'string';
export const finite: Shape = (value) => Number.isFinite(value);
export const flag: Shape = (value) => typeof value === 'boolean';
export const nothing: Shape = (value) => value === null || value === undefined;

export const either =
  (...shapes: Shape[]): Shape =>
  (value) =>
    shapes.some((shape) => shape(value));
export const orNothing = (shape: Shape): Shape => either(nothing, shape);

export const oneOf =
  <T>(...values: T[]): Shape =>
  (value) =>
    values.includes(value as T);

export const list =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const record =
  (shape: Shape): Shape =>
  (value) =>
    isRecord(value) && Object.values(value).every(shape);

/** Further fields do no harm. */
export const fields =
  (shapes: Record<string, Shape>): Shape =>
  (value) =>
    isRecord(value) && Object.entries(shapes).every(([name, shape]) => shape(value[name]));
