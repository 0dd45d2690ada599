// SPDX-License-Identifier: Apache-2.0
// An EngineError as something to throw, on both sides of the border.
import type { TablePlace, Said } from '../words/said';
import type { EngineError } from './messages';

export class EngineFailure extends Error implements EngineError {
  readonly code: string;
  readonly at: number;
  readonly said: TablePlace | undefined;
  constructor(error: EngineError) {
    super(error.text);
    this.code = error.code;
    this.at = error.at;
    this.said = error.said;
  }
  get text(): string {
    return this.message;
  }
}

/** With a sentence of the tables (words/said.ts), which the page writes in its own language. */
export function fail(code: string, sentence: Said, at = -1): never {
  throw new EngineFailure({ code, at, ...sentence });
}

/** Whatever was thrown. */
export const hasCode = (thrown: unknown, code: string): boolean =>
  (thrown as Partial<EngineError> | null)?.code === code;

/** An error of the browser is of a kind with a name: TypeError, NotReadableError. */
function saidOfBrowser(error: Partial<Error>): TablePlace | undefined {
  if (!(error instanceof Error) || error.name === 'Error' || 'text' in error) return undefined;
  return ['browserErrors', 'sentence', error.name, error.message];
}

/** Whatever was thrown, as it crosses the border. */
export function asEngineError(thrown: unknown): EngineError {
  const error: Partial<EngineError & Error> = typeof thrown === 'object' ? (thrown ?? {}) : {};
  const text = error.text ?? error.message ?? String(thrown);
  const code = typeof error.code === 'string' ? error.code : 'E_FAILED';
  const said = error.said ?? saidOfBrowser(error);
  return { code, text, at: error.at ?? -1, ...(said && { said }) };
}
