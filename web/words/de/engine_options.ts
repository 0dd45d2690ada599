// SPDX-License-Identifier: Apache-2.0
// The engine's table of options (core/train/options.c) in German, by its names.

/** Label and help. */
export const OPTIONS: Record<string, readonly [label: string, help: string]> = {
  method: [
    'Verfahren',
    'Was trainiert wird: alles, die letzten Schichten, Bias und Normen (BitFit), Adapter niedrigen Rangs oder nur der Kopf.',
  ],
  head_start: [
    'Anfang des Kopfes',
    'Anfangswerte des Kopfes: ein neuer, angepasst an die Merkmale, die der vortrainierte Encoder aus den Trainingstexten gewinnt (beim Verfahren „Nur der Kopf“ ist das schon das ganze Training), ein neuer mit zufälligen, oder der eigene des Modells.',
  ],
  last_layers: [
    'Letzte Schichten',
    'Beim Verfahren „Letzte Schichten“: wie viele Schichten von oben trainiert werden, zusammen mit Pooler und Kopf.',
  ],
  cache_mebibytes: [
    'Cache in MiB',
    'Speicher für die Ausgaben eingefrorener Schichten, die dann nur einmal je Text berechnet werden, und für das Anpassen eines Kopfes.',
  ],
  lora_rank: ['LoRA: Rang', 'Beim Verfahren „Adapter (LoRA)“: der Rang r der Adapter, B A neben jeder Matrix.'],
  lora_alpha: ['LoRA: Alpha', 'Beim Verfahren „Adapter (LoRA)“: Die Adapter zählen Alpha / Rang-mal.'],
  lora_dropout: [
    'LoRA: Dropout',
    'Beim Verfahren „Adapter (LoRA)“: Anteil der Eingaben eines Adapters, die im Training weggelassen werden.',
  ],
  lora_targets: ['LoRA: Matrizen', 'Beim Verfahren „Adapter (LoRA)“: die Matrizen, die einen Adapter bekommen.'],
  reinit_layers: [
    'Neu ausgeloste Schichten',
    'So viele Schichten von oben und den Pooler vor dem Training zufällig neu auslosen: Das kann das Training mit wenigen Zeilen stabiler machen.',
  ],
  learning_rate: ['Lernrate', 'Wie weit jede Aktualisierung die Zahlen verschiebt.'],
  epochs: ['Epochen', 'Wie oft alle Trainingszeilen gelesen werden.'],
  batch_size: ['Batchgröße', 'Zeilen, über deren Antworten für eine Aktualisierung gemittelt wird.'],
  seed: [
    'Seed',
    'Anfang der Zufallszahlen: Reihenfolge der Zeilen, Dropout, Adapter. Derselbe Seed ergibt denselben Lauf.',
  ],
  schedule: [
    'Verlauf der Lernrate',
    'Die Lernrate nach dem Warm-up: linear oder als halber Kosinus auf null fallend, oder konstant.',
  ],
  warmup_ratio: ['Anteil des Warm-ups', 'Anteil der Aktualisierungen, über den die Lernrate von null ansteigt.'],
  start_share: [
    'Anteil des Anfangs',
    'Anteil, den die Gewichte vom Anfang, der Encoder wie geladen und der Kopf wie angepasst, an den endgültigen haben (WiSE-FT): Weniger wird vergessen, und die Antworten sind weniger übersicher.',
  ],
  layer_decay: [
    'Lernrate je Schicht',
    'Jede Schicht lernt mit diesem Anteil der Rate der Schicht darüber, die Embeddings am langsamsten; 1: alle gleich.',
  ],
  patience: [
    'Geduld',
    'Nach so vielen Epochen ohne bessere Validierung aufhören und die Gewichte der besten Epoche behalten; 0: nie.',
  ],
  keep: [
    'Behaltene Gewichte',
    'Die Gewichte, die bleiben: die der Epoche mit der besten Validierung, wenn mindestens 20 Zeilen darüber urteilen, oder die der letzten Aktualisierung.',
  ],
  best_metric: [
    'Maß für die beste Epoche',
    'Die Validierungszahl, die entscheidet, welche Epoche die beste ist; jede Aufgabe hat einige davon.',
  ],
  label_smoothing: [
    'Label-Smoothing',
    'Anteil der Sicherheit jedes Labels, der gleichmäßig auf alle Labels verteilt wird, unabhängig von den Klassengewichten (bei einem Label je Zeile oder Wort).',
  ],
  class_weights: [
    'Klassengewichte',
    'Seltene Labels im Verlust stärker zählen lassen: ausgeglichen, oder eine Liste von Zahlen, eine je Label.',
  ],
  weight_decay: [
    'Weight Decay',
    'Wie stark Gewichte zu null gezogen werden (AdamW); Bias und Normen sind ausgenommen.',
  ],
  max_grad_norm: [
    'Größte Norm des Gradienten',
    'Gradienten mit einer größeren Norm als dieser werden auf sie verkleinert; 0 lässt sie, wie sie sind.',
  ],
  adam_beta1: ['Adam: Beta 1', 'Anteil, den Adams Mittel der Gradienten bei einer Aktualisierung behält.'],
  adam_beta2: ['Adam: Beta 2', 'Anteil, den Adams Mittel der quadrierten Gradienten bei einer Aktualisierung behält.'],
  adam_epsilon: ['Adam: Epsilon', 'Wird zur Wurzel aus Adams Mittel der Quadrate addiert.'],
  tokens_in_flight: [
    'Tokens auf einmal',
    'So viele Tokens werden gleichzeitig berechnet. Weniger brauchen weniger Speicher und mehr Zeit; das Ergebnis bleibt gleich.',
  ],
  recompute: [
    'Aktivierungen neu berechnen',
    'Die Aktivierungen nur einer Schicht behalten und die anderen im Rückwärtsdurchlauf noch einmal berechnen: weniger Speicher, ein Drittel mehr Zeit.',
  ],
};

/** Values of an option that is a choice; metrics have their names in metrics.ts. */
export const CHOICES: Record<string, Record<string, string>> = {
  method: {
    full: 'alles',
    layers: 'letzte Schichten',
    bias: 'Bias und Normen',
    lora: 'Adapter (LoRA)',
    head: 'nur der Kopf',
  },
  head_start: { fitted: 'angepasst', random: 'zufällig', kept: 'der des Modells' },
  lora_targets: { query_value: 'Query und Value', attention: 'alle der Attention', linear: 'alle linearen' },
  schedule: { linear: 'linear', cosine: 'Kosinus', constant: 'konstant' },
  keep: { best: 'der besten Epoche', last: 'der letzten Aktualisierung' },
  class_weights: { none: 'keine', balanced: 'ausgeglichen' },
  recompute: { off: 'aus', on: 'an' },
};

export const GROUPS: Record<string, string> = {
  'What is trained': 'Was trainiert wird',
  Learning: 'Lernen',
  'When to stop': 'Wann es endet',
  Loss: 'Verlust',
  Optimizer: 'Optimierer',
  Memory: 'Speicher',
};
