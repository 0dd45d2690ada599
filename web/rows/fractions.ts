// SPDX-License-Identifier: Apache-2.0
// The shares of rows to validate and to test with.

export interface Fractions {
  validation: number;
  test: number;
  /** The user has chosen the share of validation rows. */
  asked?: boolean;
}

/** 70/15/15. People bring a few hundred to a few thousand rows. Of 1,000 rows a test set of 100 knows an accuracy of
 * 90 % to +-5.9 points (95 %), one of 150 to +-4.8; the tenth fewer rows to train on cost far less than that. */
export const DEFAULT_FRACTIONS: Fractions = { validation: 0.15, test: 0.15 };

/** Of what a user may ask for. Without validation rows all others are trained on; a model is always tested. */
export const SHARES = { validation: { least: 0, most: 0.4 }, test: { least: 0.05, most: 0.4 } };
