// SPDX-License-Identifier: Apache-2.0
export { address } from './address';
export { columns } from './columns';
export { findings } from './findings';
export { footer } from './footer';
export { have } from './have';
export { load } from './load';
export { problems } from './problems';
export { queue } from './queue';
export { rows } from './rows';
export { tokenize } from './tokenize';
