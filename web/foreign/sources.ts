// SPDX-License-Identifier: Apache-2.0
// The servers that a frame may read from.

/** Where the hub keeps what it passes requests on to. */
const ALSO: Record<string, string[]> = {
  'https://huggingface.co': ['https://*.huggingface.co', 'https://*.hf.co'],
};

/** Where it takes large files. */
const STORAGES: Record<string, string[]> = {
  'https://huggingface.co': ['us-east-1', 'eu-west-1'].map(
    (region) => `https://hf-hub-lfs-${region}.s3-accelerate.amazonaws.com`,
  ),
};

/** For connect-src; null: no address that another server may have. */
export function sourcesOf(named: string): string[] | null {
  let url: URL;
  try {
    url = new URL(named);
  } catch {
    return null;
  }
  // A policy's own words have quotes, blanks and semicolons; an origin has none of them.
  return url.protocol === 'https:' && url.origin === named ? [named, ...(ALSO[named] ?? [])] : null;
}

/** The same for sending files to the hub. */
export function storagesOf(named: string): string[] | null {
  const sources = sourcesOf(named);
  return sources && [...sources, ...(STORAGES[named] ?? [])];
}
