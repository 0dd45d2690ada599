// SPDX-License-Identifier: Apache-2.0
// The lines of a long table that are drawn.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { windowOf } from '../../web/views/prepare/window';

const wanted = fc.record({
  count: fc.integer({ min: 1, max: 5_000_000 }),
  height: fc.integer({ min: 20, max: 90 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  also: fc.nat(),
  to: fc.nat(),
});

it('any line of any number of lines can be scrolled to, and what is in sight is drawn', () => {
  fc.assert(
    fc.property(wanted, ({ count, height, share, also, to }) => {
      const high = Math.min(count, 12) * height;
      const at = (top: number) => windowOf({ count, height, high, top, beyond: 6 });
      const { total } = at(0);
      expect(total).toBeLessThan(17_000_000); // Firefox cuts what is higher
      const top = Math.floor(share * (total - high));
      const view = at(at(0).step(top));
      const drawn = view.indices(also % count);
      expect(drawn.length).toBeLessThanOrEqual(28);
      expect(drawn).toContain(also % count);
      expect([...drawn].sort((a, b) => a - b)).toEqual(drawn);
      const whole = drawn.filter((i) => view.top(i) < top + high && view.top(i) + height > top);
      expect(whole.length).toBeGreaterThanOrEqual(Math.min(count, 12));
      const wantedLine = to % count;
      const there = view.scrollTo(wantedLine, top);
      const y = at(there).top(wantedLine);
      expect(y).toBeGreaterThanOrEqual(there - 1);
      expect(y + height).toBeLessThanOrEqual(there + high + 1);
    }),
  );
});
