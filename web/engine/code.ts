// SPDX-License-Identifier: Apache-2.0
// Code that is fetched once there is an engine, or where it is needed first.
import { retried } from '../border/retry';

/** Of the files that leave. */
export const savingCode = async () => (await retried(() => Promise.all([import('./saving'), import('./zipped')])))[0];

/** Of models that are kept. */
export const runFileCode = () => retried(() => import('./run_file'));
export const keptCode = () => retried(() => import('./kept_model'));

/** Of encoders that come. */
export const checkpointCode = () => retried(() => import('../hub/open'));
