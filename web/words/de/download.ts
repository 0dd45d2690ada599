// SPDX-License-Identifier: Apache-2.0
import type { download as English } from '../en/download';

export const download: typeof English = {
  title: 'Herunterladen',
  lede: 'Das Modell gehört dir: Es ist auf diesem Rechner entstanden und hat ihn nie verlassen. Was du herunterlädst, ist deine eigene Kopie, auch für andere Programme.',
  unnamed: 'mein-modell',
  name: 'mein-klassifikator',
  saved: (file) => `Gespeichert als ${file}.`,
  inPython: 'So wird es in Python benutzt',

  whole: 'Das ganze Modell',
  wholeLead:
    'Ein Zip eines Ordners, den transformers von Hugging Face öffnet: Gewichte, Tokenizer, Labels und eine Model Card mit den Testzahlen.',
  meanLead:
    'Ein Zip eines Ordners, den sentence-transformers öffnet: Gewichte, Tokenizer, Labels und eine Model Card mit den Testzahlen. Der Kopf liest das Mittel aller Tokens. Klassen wie BertForSequenceClassification von transformers lesen das erste Token: Wähle dafür [CLS] in Schritt 4 und trainiere noch einmal.',
  comparedLead:
    'Ein Zip eines Ordners, den sentence-transformers öffnet: Gewichte, Tokenizer, Labels und eine Model Card mit den Testzahlen. Sein SentenceTransformer gibt den Vektor jedes Textes, und der Kopf, der zwei von ihnen vergleicht, liegt im Ordner 3_Compared: Die Karte enthält die Zeilen Python dafür.',
  nameField: 'Name',
  precision: 'Genauigkeit der Gewichte',
  bits32: (size) => `32 Bit, ${size}`,
  bits32Hint: 'Genau das, was trainiert wurde. Nimm dies, um weiterzutrainieren.',
  bits16: (size) => `16 Bit, ${size}`,
  bits16Hint: 'Halb so groß; Antworten unterscheiden sich in der dritten Stelle oder gar nicht.',
  uses: 'Wofür es ist',
  both: (size) => `Python, Node und Webseiten, ${size} mehr`,
  bothHint:
    'Mit den Dateien, die transformers.js öffnet: eine so genau wie das Modell, eine für Webseiten, ein Viertel so groß.',
  python: 'Nur Python',
  pythonHint: 'Ohne diese Dateien. Tabtune öffnet den Ordner in beiden Fällen.',
  writing: (file) => `${file} wird geschrieben …`,
  model: 'Modell herunterladen',
  unpacked: 'Entpackt läuft es in Python so:',

  headAlone: 'Der Kopf allein',
  headLead:
    'Der Encoder war eingefroren; alles Gelernte steckt also im Kopf: eine kleine Datei. Wer denselben Encoder hat, lädt den Kopf in Schritt 3 und bekommt dieselben Antworten. In der Datei steht, welcher Encoder das ist.',
  head: 'Kopf herunterladen',
  noHead:
    'Nicht angeboten: Hier wurde der Encoder zusammen mit dem Kopf trainiert. Der Kopf liest die Zahlen genau dieses Encoders; auf dem ursprünglichen wären seine Antworten wertlos. Für eine kleine Datei zum Weitergeben trainiere nur den Kopf.',
  adapterAlone: 'Der Adapter allein',
  adapterLead:
    'Alles, was neben dem ursprünglichen Encoder gelernt wurde: Matrizen von niedrigem Rang und der Kopf, ein Zip eines Ordners, den PEFT öffnet. Im ganzen Modell oben sind sie eingerechnet.',
  adapter: 'Adapter herunterladen',
  adapterOnMean:
    'Nicht angeboten: PEFT kann einen Kopf auf dem Mittel aller Tokens nicht öffnen. Im ganzen Modell oben ist der Adapter eingerechnet.',
};
