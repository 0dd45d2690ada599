// SPDX-License-Identifier: Apache-2.0
import type { encoderErrors as English, OtherFormat } from '../en/encoder_errors';

const ALONE =
  'Ein neuer Kopf passt auf den Encoder allein: Wähle dessen Dateien ohne modules.json und 1_Pooling (einen Ordner oder ein Zip mit config.json, Tokenizer und Gewichten).';

const TAKE = 'Nimm dasselbe Modell mit model.safetensors oder pytorch_model.bin';
const WRITE = (flag: string) =>
  `${TAKE}, oder schreibe das einmal mit transformers 4: AutoModel.from_pretrained(ORDNER, ${flag}=True).save_pretrained(ORDNER).`;
const OTHER_FORMATS: Record<OtherFormat, string> = {
  tensorflow: `enthält Gewichte von TensorFlow. ${WRITE('from_tf')}`,
  tensorflow1: `ist ein Checkpoint von TensorFlow 1. ${TAKE}.`,
  flax: `enthält Gewichte von Flax. ${WRITE('from_flax')}`,
  onnx: `ist ein ONNX-Modell, das Antworten gibt und nicht trainiert werden kann. ${TAKE}: Daraus wurde die ONNX-Datei gemacht, meist liegt es einen Ordner darüber.`,
  gguf: `ist ein Modell für llama.cpp, dessen Gewichte auf wenige Bits gekürzt sind. ${TAKE}, aus dem es gemacht wurde.`,
  openvino: `ist ein Modell für OpenVINO, das Antworten gibt und nicht trainiert werden kann. ${TAKE}, aus dem es gemacht wurde.`,
  device: `ist ein Modell für eine Art von Gerät oder ein Programm, das Antworten gibt und nicht trainiert werden kann. ${TAKE}, aus dem es gemacht wurde.`,
  pickle: `enthält Objekte von Python, die beim Lesen Programme ausführen können. ${TAKE}.`,
};

export const encoderErrors: typeof English = {
  otherFormat: (path, format) => `${path} ${OTHER_FORMATS[format]}`,
  isHead: (file) =>
    `${file} ist ein Kopf allein. Lade den Encoder, auf dem er trainiert wurde, danach den Kopf, unter „Einen früher gespeicherten Kopf laden“ (auf der Kommandozeile: --model ORDNER --head ${file}).`,
  asModel: (file, is_adapter) =>
    `${file} ist ${is_adapter ? 'ein Adapter' : 'ein ganzes Modell'} und kein Kopf allein. Öffne seinen Ordner oder ein Zip davon in Schritt 3 an der Stelle des Encoders (auf der Kommandozeile: --model ORDNER, ohne --head).`,
  isData: (file) =>
    `${file} hat Zeilen und ist kein Modell. Zeilen werden in Schritt 1 geöffnet (auf der Kommandozeile: --data ${file}).`,
  noConfig: (name) =>
    `${name}: Die config.json fehlt. Wähle einen Ordner im Aufbau des Hubs: config.json, vocab.txt oder tokenizer.json, model.safetensors.`,
  noVocabulary: (name) =>
    `${name}: Weder tokenizer.json noch vocab.txt ist da. Füge die Datei hinzu, die zum Encoder gehört. Gibt es stattdessen sentencepiece.bpe.model oder merges.txt, schreibt transformers eine tokenizer.json: AutoTokenizer.from_pretrained(ORDNER).save_pretrained(ORDNER).`,
  noWeights: (name) =>
    `${name}: Weder model.safetensors noch pytorch_model.bin ist da. Füge die Gewichte des Encoders in einem dieser Formate hinzu.`,
  twoModels: (name, one, other) =>
    `${name} enthält mehr als ein Modell: ${one} und ${other}. Wähle einen dieser Ordner.`,
  lacksModule: (name, file) =>
    `In ${name} fehlt ${file}, die zu seiner modules.json gehört. Wähle den ganzen Ordner, oder für den Encoder allein seine Dateien ohne modules.json.`,
  lacksBeside: (name, file, other) => `${name} hat ${other}, und die dazugehörige ${file} fehlt. Füge sie hinzu.`,
  lacks: (name, file, index) => `In ${name} fehlt ${file}, die in ${index} genannt ist.`,
  noIndex: (index) => `${index} ist kein Index: Er braucht eine „weight_map“ von Tensoren zu Dateinamen.`,
  ownCode: (name, code) =>
    `config.json von ${name} hat auto_map: Das Modell rechnet mit eigenem Programmcode (${code}), der hier nicht ausgeführt wird. Nimm einen Encoder der BERT-Familie ohne solchen Code, etwa sentence-transformers/all-MiniLM-L6-v2.`,
  splitSpecial: (name, file) =>
    `${file} von ${name} hat split_special_tokens: Ein [MASK] oder </s> im Text wird dort in Teile zerlegt und ist hier ein Token. Entferne die Zeile, wenn deine Texte keine solchen Token haben.`,
  module: (name, module) =>
    `modules.json von ${name} nennt nach dem Encoder oder an seiner Stelle das Modul ${module} von sentence-transformers, das hier nicht berechnet wird. ${ALONE}`,
  pooled: (name, file, ways) =>
    `${file} von ${name} fasst die Token durch ${ways} zusammen; Köpfe lesen hier den Mittelwert oder das erste Token. ${ALONE}`,
  noJson: (path, why) => `${path} ist kein JSON (auf Englisch: ${why}). Hole die Datei noch einmal.`,
  noObject: (path, shown) => `In ${path} steht ${shown} statt eines Objekts. Hole die Datei noch einmal.`,
};
