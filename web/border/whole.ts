// SPDX-License-Identifier: Apache-2.0
// A stream as a whole.

/** Streamed, so that the browser may put it on the disk. Where a stream breaks, browsers tell of a fetch that failed:
 * its own error is thrown in place of that. */
export async function blobOf(stream: ReadableStream<Uint8Array>, type = ''): Promise<Blob> {
  const reader = stream.getReader();
  let broken: { error: unknown } | null = null;
  const told = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const read = await reader.read().catch((error: unknown) => {
        broken = { error };
        throw error;
      });
      if (read.done) controller.close();
      else controller.enqueue(read.value);
    },
    cancel: (why) => reader.cancel(why),
  });
  return new Response(told, { headers: type ? { 'Content-Type': type } : {} }).blob().catch((error: unknown) => {
    throw broken ? broken.error : error;
  });
}
