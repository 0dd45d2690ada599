// SPDX-License-Identifier: Apache-2.0
import type { runs as English } from '../en/runs';
import { plural } from '../plural';

export const runs: typeof English = {
  eyebrow: 'Neben den Schritten',
  title: 'Läufe',
  lede: 'Jedes Training dieses Projekts mit seinen Optionen, Kurven, Zahlen und seinem trainierten Modell. Wähle zwischen Läufen nach ihren Validierungszahlen und teste den, den du wählst.',
  soFar: 'Die bisherigen Läufe',
  soFarLead:
    'Kreuze zwei oder mehr mit denselben Daten an, um sie nebeneinanderzulegen. Die anderen werden gegen den zuerst angekreuzten getestet. „Dieses Modell benutzen“ öffnet das Modell eines Laufs wieder: Bewerten, Ausprobieren und Herunterladen handeln dann von diesem.',
  none: 'Noch kein Lauf',
  noneLead: 'Ein Training steht hier, sobald es zu Ende ist.',
  goToTrain: 'Zum Trainieren',

  label: 'Läufe',
  sideBySide: 'Nebeneinander',
  run: 'Lauf',
  trained: 'Was trainiert wurde',
  validation: 'Validierung',
  test: 'Test',
  scoreOf: (part, metric) => `${part}: ${metric}`,
  model: 'Sein Modell',
  lay: (name) => `${name} neben andere legen`,
  notComparable: 'nicht vergleichbar: andere Testzeilen',
  numbersOnly: 'nur Zahlen',
  rename: 'Umbenennen',
  renameRun: (name) => `${name} umbenennen`,
  nameOf: (name) => `Name von ${name}`,
  delete: 'Löschen',
  deleteRun: (name) => `${name} löschen`,

  damaged: (name) => `Was von ${name} gespeichert ist, ist auf diesem Rechner beschädigt.`,
  downloaded: (file) => `heruntergeladen als ${file}`,
  inProject: (size) => `hier gespeichert, ${size}`,
  inTab: 'nur in diesem Tab',
  inUse: 'in Gebrauch',
  use: 'Dieses Modell benutzen',
  useOf: (name) => `Dieses Modell benutzen: ${name}`,
  drop: 'Entfernen',
  dropOf: (name) => `Entfernen: das Modell von ${name}`,
  givenUp: (names) =>
    plural(names.length, {
      one: `Der Browser hatte keinen Platz mehr; das Modell von ${names.join()} wurde deshalb entfernt, seine Zahlen bleiben.`,
      other: `Der Browser hatte keinen Platz mehr; die Modelle dieser Läufe wurden deshalb entfernt: ${names.join(', ')}. Ihre Zahlen bleiben.`,
    }),
  needsEngine:
    'Den Test zwischen zwei Läufen berechnet der Rechenkern; er braucht die Daten und einen Encoder: Lade einen in Schritt 3.',
  needsTwo: 'Ein Test zwischen zwei Läufen braucht zwei, die auf den jetzigen Testzeilen getestet wurden.',

  different: 'Unterscheiden sie sich?',
  differentLead:
    'Ein gepaarter Test auf denselben Testzeilen: Er zeigt, ob der Zufall allein einen solchen Unterschied macht.',
  against: (model, other, change) => `${model} gegen ${other}: ${change}.`,
  manyTests: (tests) =>
    `Jeder dieser ${tests} Tests findet in 1 von 20 Fällen einen Unterschied, den es nicht gibt; mehrere zusammen finden also öfter einen.`,
  numbers: 'Zahlen der Läufe',
  number: 'Zahl',
  ofTest: (metric) => `${metric}, Test`,
  ofValidation: (metric) => `${metric}, Validierung`,
  comparable: 'Vergleichbar',
  yes: 'ja: die jetzigen Testzeilen',
  no: 'nein: andere Testzeilen',
  options: 'Optionen, die sich unterscheiden',
  sameOptions: 'Diese Läufe haben mit denselben Optionen begonnen.',
  optionTable: 'Die Optionen, Lauf für Lauf',
  option: 'Option',
  curves: 'Kurven',
  noCurveOf: (names) => `Keine Kurve von ${names}: Ohne Aktualisierungen gibt es keine.`,
  noCurve: 'Diese Läufe hatten keine Aktualisierungen; es gibt also keine Kurve.',
  overUpdates: (title) => `${title} mehrerer Läufe über den Aktualisierungen`,
  trainingLoss: 'Trainingsverlust, geglättet',
  validationLoss: 'Validierungsverlust',
  validationOf: (metric) => `Validierung: ${metric}`,
};
