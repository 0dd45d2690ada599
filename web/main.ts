// SPDX-License-Identifier: Apache-2.0
// The page's beginning: whatever goes wrong in it is said in the page.
import './style/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/controls.css';
import './style/parts.css';
import './style/charts.css';
import './style/views.css';

import('./start').catch((error: unknown) => {
  document.getElementById('app')!.textContent =
    `Tabtune could not be started in this browser: ${String(error)}. ` +
    'Reload the page; if it stays so, use a current Chrome, Edge, Firefox or Safari.';
});
