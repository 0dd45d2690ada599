// SPDX-License-Identifier: Apache-2.0
// The page itself, once all of it is loaded.
import { render } from 'preact';
import { App, fetchSteps } from './app';
import { install } from './offline/page';
import { busy } from './state/engine';
import { keepTitle } from './state/keep';
import { fetchRowsCode, reader } from './state/desk';
import { readList } from './state/model';
import { countPresses } from './ui/press';
import { begin } from './state/project';
import { begin as beginIn } from './words';
import type { First, Language } from './words/languages';

export function start(language: Language, table: First): void {
  beginIn(language, table);
  keepTitle();
  countPresses();
  void readList();
  void begin();
  const root = document.getElementById('app')!;
  root.replaceChildren();
  render(<App />, root);

  const idle = globalThis.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 500));
  idle(() => {
    fetchSteps();
    void Promise.all([reader(), fetchRowsCode()]).catch(() => undefined);
  });
  if (import.meta.env.PROD) void install('service-worker.js', busy);
}
