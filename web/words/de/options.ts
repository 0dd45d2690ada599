// SPDX-License-Identifier: Apache-2.0
import type { options as English } from '../en/options';
import { plural } from '../plural';
import { CHOICES, GROUPS, OPTIONS } from './engine_options';
import { reasonInGerman } from './engine_reasons';
import { metrics } from './metrics';

export const options: typeof English = {
  title: 'Wie trainiert wird',
  label: (name) => OPTIONS[name]?.[0] ?? name,
  help: (name, help) => OPTIONS[name]?.[1] ?? help,
  choice: (option, choice) => CHOICES[option]?.[choice] ?? metrics.title(choice),
  group: (group) => GROUPS[group] ?? group,
  why: (reason) => reasonInGerman(reason),

  byDefault: (reason) => `Standard: ${reason}.`,
  back: 'zurück zum Standard',
  allBack: 'Alle zurück zum Standard',
  between: (least, most) => `Zwischen ${least.replace('.', ',')} und ${most.replace('.', ',')}.`,

  methods: 'Was trainiert wird',
  recommended: 'Empfohlen',
  because: (reason) => `Warum: ${reason}.`,
  hints: {
    full: 'Encoder und Kopf. Meist das beste Ergebnis; jede Zahl des Modells wird an deine Texte angepasst, außer denen von Wortstücken, die darin nicht vorkommen.',
    layers: 'Die Schichten darunter bleiben, wie sie sind: weniger Zeit, weniger Speicher, und weniger wird vergessen.',
    bias: 'Ein Tausendstel der Zahlen (BitFit). Wenig Speicher, wenig Vergessen.',
    lora: 'Neben jeder Gewichtsmatrix werden zwei schmale Matrizen trainiert. Wenig Speicher; das Ergebnis ist ein ganzes Modell oder eine kleine Adapterdatei.',
    head: 'Der Encoder bleibt eingefroren und liest die Daten einmal. Viel schneller, weniger Speicher, und das Ergebnis ist eine kleine Datei.',
  },

  inShort: (rate, epochs, rows, tokens) =>
    `Lernrate ${rate}, ${plural(epochs, { one: '# Epoche', other: '# Epochen' })}, Batches von ${plural(rows, { one: '# Zeile', other: '# Zeilen' })}, höchstens ${tokens} Tokens je Text.`,
  lengthOnly: (tokens) => `Höchstens ${tokens} Tokens je Text werden gelesen.`,
  own: (n) =>
    n === 0
      ? 'Alle Optionen folgen aus deinen Zeilen und dem Encoder.'
      : plural(n, {
          one: 'Eine Option ist von dir; die anderen folgen aus deinen Zeilen und dem Encoder.',
          other: '# Optionen sind von dir; die anderen folgen aus deinen Zeilen und dem Encoder.',
        }),

  all: 'Alle Optionen',
  length: 'Höchstlänge',
  lengthHint: 'In Tokens; auch in Schritt 2 einstellbar.',
  seed: 'Seed',
  seedHint: 'Aufteilung, neuer Kopf, Reihenfolge der Zeilen und Dropout folgen alle daraus.',
};
