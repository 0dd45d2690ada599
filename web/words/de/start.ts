// SPDX-License-Identifier: Apache-2.0
import type { start as English } from '../en/start';

export const start: typeof English = {
  loading: 'Tabtune wird geladen. Bleibt dieser Satz stehen, ist die Seite nicht vollständig angekommen: Lade sie neu.',
  failed: (error) =>
    `Tabtune konnte in diesem Browser nicht gestartet werden: ${error}. ` +
    'Prüfe die Verbindung und lade die Seite neu. Hilft das nicht, nimm ein aktuelles Chrome, Edge, Firefox oder Safari.',
  again: (seconds) => `Ein Teil der Seite ist nicht angekommen. Sie wird in ${seconds} s noch einmal geladen.`,
};
