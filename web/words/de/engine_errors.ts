// SPDX-License-Identifier: Apache-2.0
import { count } from '../../ui/format';
import type { engineErrors as English } from '../en/engine_errors';

const PARTS = {
  train: 'Trainingszeilen',
  validation: 'Validierungszeilen',
  test: 'Testzeilen',
  evaluation: 'Zeilen zum Testen',
};

export const engineErrors: typeof English = {
  notStarted: 'Der Rechenkern läuft noch nicht.',
  startedAlready: 'Der Rechenkern läuft schon.',
  couldNotStart: (build, why) => `Der Rechenkern ${build} konnte nicht gestartet werden: ${why}.`,
  refusedMemory:
    'Der Browser gibt den Speicher nicht her, mit dem der Rechenkern beginnt. Schließe andere Tabs und Programme und lade die Seite neu.',
  noMemory: (bytes) => `Für ${count(bytes)} Bytes ist kein Speicher mehr da.`,
  running: 'Ein Training läuft. Beende es zuerst.',
  noTraining: 'Es läuft kein Training.',
  noEncoder: 'Noch ist kein Encoder geladen. Lade zuerst einen.',
  torn: (name) => `${name} wurde nicht zu Ende gelesen. Gib dem Encoder zuerst einen neuen Kopf.`,
  noRows: (part) => `Noch gibt es keine ${PARTS[part]}. Bereite zuerst die Daten vor.`,
  labelsApart: (labels, items) => `${labels} Labels gehören nicht zu ${items} Zeilen oder Wörtern.`,
  noHead: 'Noch gibt es keinen Kopf. Gib dem Encoder einen für deine Labels.',
  nothingToKeep: 'Es gibt keinen Kopf, der behalten werden könnte. Trainiere zuerst einen.',
  nothingToSave: 'Es gibt keinen Kopf zum Speichern. Trainiere zuerst einen.',
  untrained: 'Der Kopf ist noch nicht trainiert.',
  encoderTrained:
    'Auch der Encoder wurde trainiert: Ohne ihn ist sein Kopf nichts wert. Lade das ganze Modell herunter.',
  onlyMultiLabel: 'Schwellen hat nur ein Kopf, der mehrere Labels geben kann.',
  thresholds: (n) => `Gib ${n} Schwellen zwischen 0 und 1 an, eine für jedes Label.`,
  keptForOther: (name) => `Das gespeicherte trainierte Modell gehört zu einem anderen Encoder als ${name}.`,
  trainedHere: (name) =>
    `${name} wurde hier trainiert; ein Kopf braucht den Encoder, auf dem er entstanden ist. Lade diesen zuerst noch einmal.`,
  otherEncoder: (file, base, wanted, name, found) =>
    `${file} wurde auf ${base} trainiert (Fingerabdruck ${wanted}); geladen ist aber ${name} (${found}). Gewichte, Größen oder Tokenizer weichen ab (eine Kopie in BF16 hat andere Gewichte). Lade zuerst ${base}.`,
  lacksWeights: (name, tensors, more) =>
    `${name} hat nicht alle Gewichte des Encoders; es fehlen ${tensors.join(', ')}${more ? ` und ${more} weitere` : ''}. Wähle einen vollständigen Checkpoint.`,
  doesNotFit: (name, why, megabytes) =>
    `${name} passt nicht in den Speicher: ${why.replace(/\.$/, '')}. Der Rechenkern darf hier bis zu ${count(megabytes)} MB belegen. Wähle einen kleineren Encoder, oder schließe andere Tabs und Programme, lade die Seite neu und versuche es noch einmal.`,
  changedWeights: 'Seine Gewichte haben sich geändert, seit er geladen wurde. Lade ihn noch einmal.',
  notReadAgain: (name, why, lost) =>
    `${name} wurde trainiert und konnte für einen neuen Kopf nicht noch einmal gelesen werden: ${why} Was darauf trainiert wurde, ist ${lost ? 'verloren' : 'noch da'}.`,
  recipeOfOwnHead: 'Ein Rezept beginnt mit einem neuen Kopf, und dieses Training setzt den des Checkpoints fort.',
  wantsBase: (name, base, fingerprint) =>
    `${name} ist ein Adapter auf ${base ? `dem Encoder ${base}` : 'einem Encoder, den er nicht nennt'}${fingerprint && ` (Fingerabdruck ${fingerprint})`}. Lade zuerst diesen Encoder und dann den Adapter noch einmal.`,
  otherWeights: (name, trainedOn, wanted, base, found) =>
    `${name} wurde auf ${trainedOn} trainiert (Fingerabdruck ${wanted}), und ${base} hat andere Gewichte (${found}), wie auch eine Kopie in weniger Bits. Öffne den Adapter auf dem Encoder, auf dem er trainiert wurde.`,
  passedOn: (origin) =>
    `${origin} leitet die Anfrage an einen anderen Server weiter, und die Seite liest nur von ${origin}. Gib die Adresse auf jenem Server an oder lade herunter, was dort liegt, und wähle diese Dateien.`,
  damagedAnswers:
    'Das gespeicherte Training ist beschädigt: Die Antworten des eingefrorenen Encoders hinter den Gewichten haben eine andere Prüfsumme.',

  notCompared: (why) => `Ein Vergleich mit dem Kopf allein auf dem eingefrorenen Encoder fehlt: ${why}.`,
  cacheOrPooler:
    'Seinen Kopf anzupassen braucht mehr Speicher als cache_mebibytes, oder der Encoder hat keinen Pooler aus dem Vortraining',
  randomHead: 'Der Kopf begann mit Zufallszahlen (head_start)',
  keptHead: 'Der Kopf ist der des Checkpoints (head_start)',
  randomLayers: 'Schichten des Encoders begannen mit Zufallszahlen (reinit_layers)',
  fromFile: 'Dieses Training ging aus einer Datei weiter, die seine Antworten nicht hat',
  endedBefore: 'Das Training endete, bevor dieses alle Testzeilen beantwortet hatte',
  noRoom: 'Der Speicher reichte nicht, um die Testzeilen vor der ersten Aktualisierung zu lesen',
  otherRows: 'Es hat andere Testzeilen beantwortet',
  noScore: (why) =>
    `Der Wert für ungewöhnliche Texte fehlt, und das Modell antwortet ohne ihn: ${why.replace(/\.$/, '')}.`,
};
