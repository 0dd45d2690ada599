// SPDX-License-Identifier: Apache-2.0
// Before each file of tests: the page's words in English. A test that loads modules anew gets them by
// tests/web/page.ts.
import { speak } from '../../web/words';

await speak('en');
