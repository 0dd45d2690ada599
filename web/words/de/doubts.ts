// SPDX-License-Identifier: Apache-2.0
import type { doubts as English } from '../en/doubts';

export const doubts: typeof English = {
  few: 'Kein Label wird angezweifelt: Dafür wurde das Modell auf zu wenigen Zeilen getestet.',
  bad: 'Kein Label wird angezweifelt: Das Modell macht zu viele eigene Fehler auf Zeilen, auf denen es nicht trainiert wurde.',
};
