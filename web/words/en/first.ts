// SPDX-License-Identifier: Apache-2.0
// Rooms that come with the page.
export { metrics } from './metrics';
export { numbers } from './numbers';
export { prepare } from './prepare';
export { replace } from './replace';
export { shell } from './shell';
export { steps } from './steps';
export { trouble } from './trouble';
