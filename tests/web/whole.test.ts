// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { blobOf } from '../../web/border/whole';

it('of a stream that breaks the error is its own', async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error('entry 3 is damaged')),
  });
  await expect(blobOf(broken)).rejects.toThrow('entry 3 is damaged');
  const whole = await blobOf(new Blob(['a', 'b']).stream(), 'text/plain');
  expect([await whole.text(), whole.type]).toEqual(['ab', 'text/plain']);
});
