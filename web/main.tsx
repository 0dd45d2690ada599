// SPDX-License-Identifier: Apache-2.0
// The page's beginning.
import { render } from 'preact';
import { App } from './app';
import './state/keep';
import { readList } from './state/model';
import './style/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/controls.css';
import './style/parts.css';
import './style/charts.css';
import './style/views.css';

void readList();
const root = document.getElementById('app');
if (root) render(<App />, root);
