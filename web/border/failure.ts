// SPDX-License-Identifier: Apache-2.0
// An EngineError as something to throw, on both sides of the border.
import type { EngineError } from './messages';

export class EngineFailure extends Error implements EngineError {
  readonly code: string;
  readonly at: number;
  constructor(error: EngineError) {
    super(error.text);
    this.code = error.code;
    this.at = error.at;
  }
  get text(): string {
    return this.message;
  }
}

export function fail(code: string, text: string, at = -1): never {
  throw new EngineFailure({ code, text, at });
}

/** Whatever was thrown, as it crosses the border. */
export function asEngineError(thrown: unknown): EngineError {
  const error = thrown as Partial<EngineError> & Partial<Error>;
  const text = error?.text ?? error?.message ?? String(thrown);
  return { code: typeof error?.code === 'string' ? error.code : 'E_FAILED', text, at: error?.at ?? -1 };
}
