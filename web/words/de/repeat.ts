// SPDX-License-Identifier: Apache-2.0
import { duration } from '../../ui/format';
import type { repeat as English } from '../en/repeat';

export const repeat: typeof English = {
  title: 'Wie viel ist Zufall?',
  runOf: (run, of) => `Lauf ${run} von ${of}`,
  choice: 'Mehrmals trainieren, um zu sehen, was der Zufall tut',
  lead: 'Was eine Aufteilung und ein Anfang ergeben, ist zum Teil Glück. Gib den Mittelwert mehrerer an und wie weit sie auseinanderliegen; wer den besten nach seiner Testzahl auswählt, passt sich an den Test an. Das Modell des letzten Laufs bleibt im Speicher.',
  differs: 'Was sich unterscheidet',
  differ: {
    seeds: {
      label: 'Jedes Mal ein anderer Seed',
      hint: 'Eine andere Aufteilung, ein anderer neuer Kopf, eine andere Reihenfolge der Zeilen.',
    },
    folds: {
      label: 'Jeder Teil der Daten einmal getestet',
      hint: 'k-fache Kreuzvalidierung: Die Daten werden in so viele Teile zerlegt, und jeder ist die Testmenge eines Laufs.',
    },
  },
  parts: 'Teile',
  runs: 'Läufe',
  about: (seconds) => `Insgesamt etwa ${duration(seconds)}.`,
  train: (times) => `${times}-mal trainieren`,
  figures: 'Testzahlen der Läufe',
  run: 'Lauf',
  part: (part, of) => `Teil ${part} von ${of}`,
  seed: (seed) => `Seed ${seed}`,
  spread: 'Mittelwert ± Standardabweichung',
};
