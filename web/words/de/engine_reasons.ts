// SPDX-License-Identifier: Apache-2.0
// The engine's reasons for its defaults (core/train/defaults.c) in German.
import { translator } from '../formats';

export const REASONS: Record<string, string> = {
  'chosen for %d layers of %d, %s%s%s': 'gewählt für %1 Schichten der Breite %2, %3%4%5',
  'an encoder of about base size: small steps keep what pre-training learned':
    'einen Encoder etwa von der Größe „base“: Kleine Schritte behalten, was im Vortraining gelernt wurde',
  'an encoder below base size: it needs larger steps than 2e-5':
    'einen Encoder unter der Größe „base“: Er braucht größere Schritte als 2e-5',
  'a small encoder: it needs larger steps to learn in a few epochs':
    'einen kleinen Encoder: Er braucht größere Schritte, um in wenigen Epochen zu lernen',
  'a tiny encoder: it needs large steps to learn in a few epochs':
    'einen winzigen Encoder: Er braucht große Schritte, um in wenigen Epochen zu lernen',
  ', and larger ones for tags of words': ', und größere, wo Wörter Tags haben',
  '; half the usual, as the head predicts its labels from the start':
    '; halb so groß wie sonst, da der Kopf seine Labels von Anfang an vorhersagt',
  'chosen for %d layers of %d: few numbers are trained, and they need larger steps than all would':
    'gewählt für %1 Schichten der Breite %2: Wenige Zahlen werden trainiert, und sie brauchen größere Schritte, als alle brauchten',
  'there are no updates: the head is fitted at once':
    'Es gibt keine Aktualisierungen, der Kopf wird auf einmal angepasst',
  '0.01, as the head starts from chance and the encoder below it stays as it is':
    '0,01, denn der Kopf beginnt beim Zufall, und der Encoder darunter bleibt, wie er ist',

  '%.1f million weights of the layers take %.1f GB with gradients and moments, more than a browser tab may have; adapters (LoRA) take a third and come close':
    '%1 Millionen Gewichte der Schichten brauchen mit Gradienten und Momenten %2 GB, mehr, als ein Browser-Tab haben darf; Adapter (LoRA) brauchen ein Drittel und werden fast so gut',
  '%.1f million weights of the layers take %.0f MB with gradients and moments; adapters (LoRA) take less and come close, the head alone takes least and stays behind':
    '%1 Millionen Gewichte der Schichten brauchen mit Gradienten und Momenten %2 MB; Adapter (LoRA) brauchen weniger und werden fast so gut, der Kopf allein braucht am wenigsten und bleibt zurück',

  '1024, as the vocabulary takes much memory': '1024, da das Vokabular viel Speicher braucht',

  'the labels are uneven, with %d to %d rows, and balanced lets the rare ones count more, at some cost to the accuracy':
    'Die Labels sind ungleich verteilt, mit %1 bis %2 Zeilen; „ausgeglichen“ lässt die seltenen mehr zählen, etwas auf Kosten der Genauigkeit',

  '%d for %d training rows: %s': '%1 bei %2 Trainingszeilen: %3',
  'smaller batches make more updates of few rows': 'Kleinere Batches machen aus wenigen Zeilen mehr Aktualisierungen',
  'the size that most results in the literature were found with':
    'Mit dieser Größe sind die meisten Ergebnisse in der Literatur entstanden',
  'with this many rows updates are plenty, and larger batches are steadier':
    'Mit so vielen Zeilen gibt es reichlich Aktualisierungen, und größere Batches sind stabiler',

  '%d for %d training rows: the frozen encoder reads each row once, what is left is nearly free':
    '%1 bei %2 Trainingszeilen: Der eingefrorene Encoder liest jede Zeile einmal, der Rest kostet fast nichts',
  '%d for %d training rows: with this many rows more would mostly learn them by heart':
    '%1 bei %2 Trainingszeilen: Mit so vielen Zeilen würden mehr sie meist nur auswendig lernen',
  '%d, %d updates: %d training rows for %d labels, the rarest with %d, need many passes':
    '%1, das sind %2 Aktualisierungen: %3 Trainingszeilen für %4 Labels, das seltenste mit %5, brauchen viele Durchgänge',
  '%d, %d updates: so few training rows, %d, need many passes':
    '%1, das sind %2 Aktualisierungen: So wenige Trainingszeilen, %3, brauchen viele Durchgänge',

  '0.3 of the start: the average with it forgets less and is less overconfident, at the same accuracy':
    '0,3 vom Anfang: Der Mittelwert mit ihm vergisst weniger und ist weniger übersicher, bei gleicher Genauigkeit',
  'random, as a fit would take more memory than cache_mebibytes or the head has a new pooler to train':
    'zufällig, denn das Anpassen würde mehr Speicher brauchen, als „Cache in MiB“ erlaubt, oder der Kopf hat einen neuen Pooler zu trainieren',
  '3, as no later epoch was better where it was measured':
    '3, da keine spätere Epoche besser war, wo das gemessen wurde',
  'f1, as more names are found for many epochs after the loss of the words is lowest':
    'F1, denn noch viele Epochen nachdem der Verlust der Wörter am niedrigsten ist, werden mehr Namen gefunden',
  'last, as %d validation row%s too few to choose an epoch by: %d are needed':
    'die letzten, denn %1 Validierungszeile%2 zu wenig, um eine Epoche zu wählen: %3 sind nötig',
  ' is': ' ist',
  's are': 'n sind',
};

const translated = translator(REASONS);

/** One that is not in the table stays as it is. */
export const reasonInGerman = (reason: string): string => translated(reason) ?? reason;
