// SPDX-License-Identifier: Apache-2.0
// Why a project in a file cannot be opened.
export const bundleErrors = {
  noProject: (file: string) => `${file} is no project of this page, or one of another version.`,
  damaged: (file: string, path: string) => `${file} is damaged at ${path}. Export it again.`,
};
