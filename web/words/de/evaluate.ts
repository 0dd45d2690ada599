// SPDX-License-Identifier: Apache-2.0
import { count, decimal, percent } from '../../ui/format';
import type { evaluate as English } from '../en/evaluate';
import { plural } from '../plural';

export const evaluate: typeof English = {
  title: 'Bewerten',
  lede: 'Wie gut ist das Modell bei Texten, auf denen es nicht trainiert wurde? Ein kleiner Trainingsverlust zeigt nur, dass es zu den Trainingszeilen passt. Die Testzeilen zeigen, ob es die Aufgabe gelernt hat.',
  otherLabels:
    'Die Daten haben andere Labels als die, für die das Modell trainiert wurde, und können es deshalb nicht testen. Lade Daten mit denselben Labels oder trainiere auf diesen.',
  numbersHaveNames: 'Sind es dieselben und nur als Zahlen geschrieben, gib ihnen in Schritt 1 ihre Namen.',
  splitChanged: (n, texts) =>
    `Die Daten oder ihre Aufteilung haben sich seit dem Training geändert. Testzeilen, mit denen das Modell trainiert oder ausgewählt wurde: ${count(n)} von ${count(texts)}. Trainiere noch einmal, wähle wieder die Daten, die Aufteilung und den Seed des Trainings oder teste es mit einer Datei neuer Zeilen.`,
  trainedOn: (about, texts) =>
    `Etwa ${count(about)} von ${plural(texts, { one: '# Text', other: '# Texten' })} hier gehören zu denen, mit denen das Modell trainiert wurde. Die Zahlen sagen nicht, wie gut es bei neuen Texten ist.`,
  cutChanged:
    'Die Höchstlänge oder das, was von längeren Texten bleibt, hat sich seit dem Training geändert; die Testzeilen sind also anders gekürzt.',
  cutAsTrained: 'Wie beim Training kürzen',

  used: 'Die Testdaten sind verwendet worden',
  unseen: (rows) =>
    plural(rows, {
      one: '# Zeile, auf der das Modell nicht trainiert wurde',
      other: '# Zeilen, auf denen das Modell nicht trainiert wurde',
    }),
  known: (rows) => plural(rows, { one: '# Testzeile', other: '# Testzeilen' }),
  fresh:
    'Sie wurden in Schritt 1 beiseitegelegt. Teste einmal, wenn du mit dem Trainieren fertig bist. Änderst du die Optionen, bis die Testzahlen steigen, passt du das Modell an diese Zeilen an, und die Zahlen sagen nicht mehr, wie gut es bei neuen Texten ist.',
  honest:
    'Nach diesen Zahlen wurde nichts ausgewählt; sie sagen also, wie gut das Modell bei neuen Texten ist. Vergleiche weitere Läufe nach ihren Validierungszahlen oder, wo es keine gibt, nach mehreren Läufen (Folds): Testzahlen, nach denen man auswählt, fallen zu hoch aus.',
  before:
    'Auf diesen Zeilen ist schon ein anderes Modell getestet worden. Wähle zwischen Modellen nach ihren Validierungszahlen und teste nur das, das du wählst.',
  several:
    'Auf diesen Zeilen ist mehr als ein Modell getestet worden. Die beste von mehreren Testzahlen ist zu hoch für ihr Modell. Wähle nach den Validierungszahlen.',
  evaluating: 'Wird bewertet …',
  again: 'Noch einmal bewerten',
  test: 'Auf den Testdaten bewerten',
  below: 'Die Testzahlen stehen weiter unten.',
  result: 'Das Ergebnis',

  baselines:
    'Einfachere Verfahren haben dieselben Testzeilen beantwortet. Eines liest sie gar nicht. Eines ist ein lineares Modell, das Wörter zählt und ihre Reihenfolge nicht beachtet.',
  withHead:
    'Einfachere Verfahren haben dieselben Testzeilen beantwortet. Eines liest sie gar nicht. Eines ist ein lineares Modell, das Wörter zählt und ihre Reihenfolge nicht beachtet. Eines ist der Kopf, wie er vor der ersten Aktualisierung an den eingefrorenen Encoder angepasst wurde; seine Antworten blieben bis jetzt ungesehen.',
  beside: (metric) => `${metric} neben den Vergleichsverfahren`,
  value: (metric, value) => `${metric} ${value}`,
  trainHead: 'Nur den Kopf trainieren',

  metrics: 'Testzahlen',
  right: (right, rows) => `${count(right)} von ${count(rows)} richtig`,
  more: 'Weitere Zahlen',
  first: { accuracy: 'Genauigkeit', macro_f1: 'Makro-F1', mcc: 'Matthews-Korrelation', loss: 'Verlust' },
  meanings: {
    accuracy: 'Anteil der richtigen Antworten',
    macro_f1: 'Mittel der F1 aller Labels: Seltene zählen so viel wie häufige',
    mcc: '1 ist vollkommen, 0 ist nicht besser als Zufall',
    loss: 'Kreuzentropie, kleiner ist besser: Sichere Fehler zählen am meisten',
    balanced_accuracy: 'Mittel des Recalls aller Labels',
    macro_precision: 'Mittel der Precision aller Labels',
    weighted_f1: 'Mittel der F1 aller Labels, jedes nach seinen Zeilen gewichtet',
    roc_auc: 'wie oft eine Zeile mit einem Label dafür einen höheren Wert bekommt als eine ohne',
    average_precision: 'mittlere Precision über alle Schwellen',
  },
  others: {
    subset_accuracy: 'Anteil der Zeilen mit genau den richtigen Labels',
    micro_f1: 'F1 über alle Labels aller Zeilen zusammen',
    macro_f1: 'Mittel der F1 aller Labels: Seltene zählen so viel wie häufige',
    pearson: 'Korrelation mit den wahren Zahlen; 1 ist vollkommen',
    spearman: 'Korrelation der Ränge; 1 ist vollkommen',
    mae: 'mittlerer Abstand von der wahren Zahl; kleiner ist besser',
    rmse: 'Wurzel des mittleren quadrierten Abstands: Große Fehler zählen mehr',
    precision: 'Anteil der markierten Spans, die richtig sind',
    recall: 'Anteil der wahren Spans, die markiert sind',
    f1: 'nur hoch, wenn Precision und Recall hoch sind',
    strict_precision: 'Precision ohne die Spans, die nicht mit einem B-Tag beginnen',
    strict_recall: 'Recall ohne diese Spans',
    strict_f1: 'F1 ohne diese Spans',
    accuracy: 'Anteil der Wörter mit dem richtigen Tag',
    loss: 'die Größe, die das Training senkt',
  },
  figure: (meaning, interval) => [meaning, interval].filter(Boolean).join('; '),
  smallFigure: (meaning, interval) => `<value/>: ${[meaning, interval].filter(Boolean).join('; ')}`,

  byLabel: 'Label für Label',
  byLabelLead: {
    rows: 'Precision: von den Zeilen, denen das Modell dieses Label gibt, der Anteil, der es hat. Recall: von den Zeilen, die dieses Label haben, der Anteil, dem das Modell es gibt. F1 ist nur hoch, wenn beide hoch sind.',
    spans:
      'Precision: von den Spans, die das Modell mit diesem Label markiert, der Anteil, der stimmt. Recall: von den Spans, die dieses Label haben, der Anteil, den das Modell so markiert. F1 ist nur hoch, wenn beide hoch sind.',
    words:
      'Precision: von den Wörtern, denen das Modell dieses Tag gibt, der Anteil, der es hat. Recall: von den Wörtern, die dieses Tag haben, der Anteil, dem das Modell es gibt. F1 ist nur hoch, wenn beide hoch sind.',
  },
  byLabelTuned:
    'Precision: von den Zeilen, denen das Modell dieses Label gibt, der Anteil, der es hat. Recall: von den Zeilen, die dieses Label haben, der Anteil, dem das Modell es gibt. F1 ist nur hoch, wenn beide hoch sind. Schwelle: Ab dieser Wahrscheinlichkeit vergibt das Modell das Label.',
  noRows: '– steht, wo keine Testzeile das Label hat: Dann gibt es nichts zu messen.',
  labelTable: 'Zahlen zu jedem Label',
  label: 'Label',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  threshold: 'Schwelle',
  units: { rows: 'Zeilen', spans: 'Spans', words: 'Wörter' },
  byNumber: 'Zahl für Zahl',
  numberTable: 'Maße zu jeder Zahl',
  number: 'Zahl',

  confusions: 'Verwechslungen',
  confusionsLead:
    'Die häufigsten Verwechslungen eines Labels mit einem anderen. Eine Matrix so vieler Labels wäre zu groß zum Lesen.',
  frequent: 'Die häufigsten Verwechslungen',
  taken: (times) =>
    `<truth/> verwechselt mit <said/> <times>${plural(times, { one: '#-mal', other: '#-mal' })}</times>`,
  matrix: 'Konfusionsmatrix',
  matrixLead:
    'Jede Zeile ist ein wahres Label, jede Spalte eine Antwort des Modells. Umrandete Felder zählen richtige Antworten. Je kräftiger die Farbe, desto größer der Anteil an der Zeile. Wähle ein Feld, um seine Zeilen zu lesen.',
  matrixTable: 'Zeilen nach wahrem und vorhergesagtem Label',

  reliability: 'Stimmen seine Wahrscheinlichkeiten?',
  reliabilityLead:
    'Von den Antworten mit einer Wahrscheinlichkeit von 80 % sollten 80 % richtig sein. Der Kalibrierungsfehler ist der mittlere Abstand davon.',
  calibrationError: (error) => `Kalibrierungsfehler ${decimal(error)}`,
  reliabilityBars: 'Anteil richtiger Antworten nach ihrer Wahrscheinlichkeit',
  probability: (from, to) => `Wahrscheinlichkeit ${percent(from, 0)} bis ${percent(to, 0)}`,
  rightIn: (share, rows) =>
    `richtig in ${percent(share, 0)} von ${plural(rows, { one: '# Zeile', other: '# Zeilen' })}`,
  scaled:
    'Werden alle Logits durch eine Zahl geteilt, die an die Validierungszeilen angepasst ist, beträgt der Kalibrierungsfehler <error/> und der Verlust <loss/> statt <before/>. Die Antworten bleiben dieselben.',
};
