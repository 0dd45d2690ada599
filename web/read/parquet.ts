// SPDX-License-Identifier: Apache-2.0
// A Parquet file -> a table. The libraries come with the first such file that is opened. Files of Hugging Face's data
// sets have the names of labels beside their numbers.
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { tableOfRows } from './json';
import { DataError } from './problems';
import { say } from './say';
import type { Table } from './table';

interface Feature {
  _type?: string;
  names?: string[];
  feature?: Feature;
}

export async function readParquet(bytes: Uint8Array): Promise<Table> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  try {
    const metadata = parquetMetadata(file);
    const rows = await parquetReadObjects({ file, metadata, compressors });
    if (rows.length === 0) throw new DataError(say.parquetEmpty);
    const names = namesOfLabels(metadata.key_value_metadata);
    return tableOfRows(
      'parquet',
      rows.map((row) => plainRow(row as Record<string, unknown>, names)),
      (i) => i + 1,
    );
  } catch (error) {
    if (error instanceof DataError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new DataError(say.parquet(why), -1, 0);
  }
}

/** Of columns of ClassLabel, and of lists of them. */
function namesOfLabels(metadata: { key: string; value?: string | undefined }[] = []): Map<string, string[]> {
  const found = metadata.find(({ key }) => key === 'huggingface')?.value;
  const names = new Map<string, string[]>();
  try {
    const { info } = JSON.parse(found ?? '{}') as { info?: { features?: Record<string, Feature> } };
    for (const [column, feature] of Object.entries(info?.features ?? {})) {
      const label = [feature, feature.feature].find((one) => one?._type === 'ClassLabel');
      if (Array.isArray(label?.names)) names.set(column, label.names);
    }
  } catch {
    // It is there for others than us.
  }
  return names;
}

function plainRow(row: Record<string, unknown>, names: Map<string, string[]>): Record<string, unknown> {
  const entries = Object.entries(row).map(([column, value]) => {
    const list = names.get(column);
    // A ClassLabel of -1 is none.
    const named = (item: unknown): unknown =>
      list && Number(item) === -1 ? '' : (list?.[Number(item)] ?? plain(item));
    return [column, Array.isArray(value) ? value.map(named) : list && value !== null ? named(value) : plain(value)];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** As JSON has it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return '';
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return value;
}
