// SPDX-License-Identifier: Apache-2.0
// The page itself, once all of it is loaded.
import { render } from 'preact';
import { App } from './app';
import './state/keep';
import { readList } from './state/model';
import { begin } from './state/project';

void readList();
void begin();
const root = document.getElementById('app')!;
root.replaceChildren();
render(<App />, root);
