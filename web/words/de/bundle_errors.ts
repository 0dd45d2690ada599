// SPDX-License-Identifier: Apache-2.0
import type { bundleErrors as English } from '../en/bundle_errors';

export const bundleErrors: typeof English = {
  noProject: (file) => `${file} ist kein Projekt dieser Seite oder eines aus einer anderen Version.`,
  damaged: (file, path) => `${file} ist bei ${path} beschädigt. Exportiere das Projekt noch einmal.`,
};
