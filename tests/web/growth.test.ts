// SPDX-License-Identifier: Apache-2.0
// The test of a soak for growth finds a leak beneath swings, and is silent where a measure only swings.
import { describe, expect, it } from 'vitest';
import { seeded } from '../chaos/chance';
import { growth } from '../soak/growth';

const MINUTES = 90;
const TRIALS = 400;

/** Swings about 1 whose neighbours are alike, and a leak of `leak` a minute. */
function measured(chance: () => number, spread: number, alike: number, leak: number): number[] {
  let swing = 0;
  return Array.from({ length: MINUTES }, (_, minute) => {
    const noise = chance() + chance() + chance() + chance() - 2; // its deviation is 1 / sqrt(3)
    swing = alike * swing + Math.sqrt(1 - alike * alike) * spread * Math.sqrt(3) * noise;
    return 1 + swing + leak * minute;
  });
}

const found = (spread: number, alike: number, leak: number): number => {
  const chance = seeded(7);
  return Array.from({ length: TRIALS }, () => growth(measured(chance, spread, alike, leak))!.grows).filter(Boolean)
    .length;
};

describe('growth', () => {
  it.each([
    [0.02, 0],
    [0.2, 0],
    [0.2, 0.5],
    [0.4, 0.7],
  ])('is hardly ever found in swings of %s with neighbours alike by %s', (spread, alike) => {
    expect(found(spread, alike, 0) / TRIALS).toBeLessThanOrEqual(0.015);
  });

  it.each([
    [0.02, 0, 0.0025],
    [0.1, 0.3, 0.01],
    [0.2, 0.5, 0.02],
  ])('is found in swings of %s with neighbours alike by %s where %s leaks a minute', (spread, alike, leak) => {
    expect(found(spread, alike, leak) / TRIALS).toBeGreaterThanOrEqual(0.95);
  });

  it('is not found in what stays the same, nor in what came early', () => {
    expect(growth(Array.from({ length: 30 }, () => 5))).toEqual({ second: 5, last: 5, z: 0, grows: false });
    expect(growth(Array.from({ length: 30 }, (_, i) => Math.min(i, 10)))!.grows).toBe(false);
  });

  it('is found in steps that stay', () => {
    expect(growth(Array.from({ length: 30 }, (_, i) => 100 + 10 * Math.floor(i / 5)))!.grows).toBe(true);
  });

  it('is not decided by few values', () => {
    expect(growth([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])).toBeNull();
  });
});
