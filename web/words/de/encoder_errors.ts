// SPDX-License-Identifier: Apache-2.0
import type { encoderErrors as English } from '../en/encoder_errors';

const ALONE =
  'Ein neuer Kopf passt auf den Encoder allein: Wähle dessen Dateien ohne modules.json und 1_Pooling (einen Ordner oder ein Zip mit config.json, Tokenizer und Gewichten).';

export const encoderErrors: typeof English = {
  noConfig: (name) =>
    `${name}: Die config.json fehlt. Wähle einen Ordner im Aufbau des Hubs: config.json, vocab.txt oder tokenizer.json, model.safetensors.`,
  noVocabulary: (name) =>
    `${name}: Weder tokenizer.json noch vocab.txt ist da. Füge die Datei hinzu, die zum Encoder gehört. Gibt es stattdessen sentencepiece.bpe.model oder merges.txt, schreibt transformers eine tokenizer.json: AutoTokenizer.from_pretrained(ORDNER).save_pretrained(ORDNER).`,
  noWeights: (name) =>
    `${name}: Weder model.safetensors noch pytorch_model.bin ist da. Füge die Gewichte des Encoders in einem dieser Formate hinzu.`,
  lacks: (name, file, index) => `In ${name} fehlt ${file}, die in ${index} genannt ist.`,
  noIndex: (index) => `${index} ist kein Index: Er braucht eine „weight_map“ von Tensoren zu Dateinamen.`,
  ownCode: (name, code) =>
    `config.json von ${name} hat auto_map: Das Modell rechnet mit eigenem Programmcode (${code}), der hier nicht ausgeführt wird. Nimm einen Encoder der BERT-Familie ohne solchen Code, etwa sentence-transformers/all-MiniLM-L6-v2.`,
  module: (name, module) =>
    `modules.json von ${name} nennt nach dem Encoder oder an seiner Stelle das Modul ${module} von sentence-transformers, das hier nicht berechnet wird. ${ALONE}`,
  pooled: (name, file, ways) =>
    `${file} von ${name} fasst die Token durch ${ways} zusammen; Köpfe lesen hier den Mittelwert oder das erste Token. ${ALONE}`,
  noJson: (path, why) => `${path} ist kein JSON (auf Englisch: ${why}). Hole die Datei noch einmal.`,
  noObject: (path, shown) => `In ${path} steht ${shown} statt eines Objekts. Hole die Datei noch einmal.`,
};
