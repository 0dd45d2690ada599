// SPDX-License-Identifier: Apache-2.0
// Rooms of the views that are loaded later.
export { address } from './address';
export { charts } from './charts';
export { columns } from './columns';
export { doubts } from './doubts';
export { download } from './download';
export { enough } from './enough';
export { evaluate } from './evaluate';
export { findings } from './findings';
export { footer } from './footer';
export { have } from './have';
export { headline } from './headline';
export { load } from './load';
export { methods } from './methods';
export { past } from './past';
export { problems } from './problems';
export { queue } from './queue';
export { readRows } from './read_rows';
export { report } from './report';
export { rows } from './rows';
export { ruined } from './ruined';
export { runs } from './runs';
export { thresholds } from './thresholds';
export { tokenize } from './tokenize';
export { tryout } from './tryout';
export { unlike } from './unlike';
export { worth } from './worth';
