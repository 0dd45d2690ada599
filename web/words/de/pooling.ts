// SPDX-License-Identifier: Apache-2.0
import { apart, decimal } from '../../ui/format';
import type { pooling as English } from '../en/pooling';

const START = 'weil ein lineares Modell auf dem eingefrorenen Encoder';

export const pooling: typeof English = {
  mean_normalized: 'das Mittel aller Tokens, auf Länge 1 gebracht',
  mean: 'das Mittel aller Tokens',
  cls: '[CLS], das erste Token',
  compared: 'beide Texte für sich und wie ihre Mittel sich unterscheiden',
  reads: (what, why) => `Der Kopf liest ${what}, ${why}.`,
  chosen: 'wie gewählt',
  namedFirst: (encoder) => `weil 1_Pooling/config.json von ${encoder} es nennt`,
  namedMean: (encoder) => `weil 1_Pooling/config.json von ${encoder} das Mittel nennt`,
  notNamed: (encoder) =>
    `die Voreinstellung von BERT: ${encoder} hat keine 1_Pooling/config.json, die etwas anderes nennt`,
  fitsOnly: (other) => `${START} daran angepasst werden kann, nicht aber an ${other}`,
  errsLess: (error, others, other) =>
    error === others
      ? `${START} auf zurückgehaltenen Trainingszeilen denselben Verlust hat wie mit der Alternative, ${other}: ${decimal(error)}`
      : `${START} auf zurückgehaltenen Trainingszeilen den niedrigsten Verlust hat: ${apart(error, others)}; mit der Alternative, ${other}, sind es ${apart(others, error)}`,

  willTell: 'Was der Kopf des nächsten Trainings liest, wird zu Beginn an seinen Trainingszeilen gemessen.',

  legend: 'Was der Kopf liest',
  normalizedLabel: 'Das Mittel aller Tokens, auf Länge 1 gebracht',
  normalizedHint:
    'Wie Satz-Encoder es tun. Das Modell wird als Ordner von sentence-transformers gespeichert, dessen SentenceTransformer dieselben Antworten gibt.',
  meanLabel: 'Das Mittel aller Tokens',
  meanHint: 'So lang, wie es ist: Das Mittel eines kurzen Textes ist länger.',
  comparedLabel: 'Beide Texte für sich, und wie sie sich unterscheiden',
  comparedHint:
    'Wie Satz-Encoder Texte vergleichen: Unterschied und Produkt ihrer beiden Mittel. Am besten für die Ähnlichkeit zweier Texte und mit wenigen Zeilen.',
  firstLabel: 'Das erste Token, [CLS]',
  firstHint:
    'Wie BertForSequenceClassification von transformers es tut. Wähle es, wenn sich das Modell als diese Klasse öffnen lassen muss.',
};
