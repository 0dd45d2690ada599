// SPDX-License-Identifier: Apache-2.0
import { brief, count, duration, percent } from '../../ui/format';
import type { load as English } from '../en/load';
import { plural } from '../plural';

const outputs = (n: number) => plural(n, { one: '# Ausgang', other: '# Ausgängen' });
const biases = (n: number) => plural(n, { one: '# Bias', other: '# Bias-Werte' });

export const load: typeof English = {
  title: 'Lade einen Encoder und gib ihm einen neuen Kopf',
  lede: 'Der Encoder ist schon auf Millionen von Sätzen trainiert worden: Er kennt die Sprache, aber nicht deine Labels. Das Feintuning behält, was er kann, und setzt eine kleine neue Ausgabeschicht darauf, den Kopf. Der wird zuerst an deine Labels angepasst und dann mit dem Encoder zusammen trainiert.',

  encoder: (name) => `Encoder: ${name}`,
  choose: 'Wähle einen Encoder',
  chooseLead:
    'Jeder Encoder der BERT-Familie. Ein kleiner trainiert in Minuten; BERT-base ist genauer und braucht ein Vielfaches der Zeit.',
  busy: 'Ein Training läuft: Es behält seinen Encoder bis zum Ende.',
  noneServed:
    'Zu dieser Seite gehört kein Encoder. Wähle die Dateien eines Encoders von diesem Rechner oder gib die Adresse eines Encoders an.',
  entry: (description, size, licence) => `${description} ${size}, ${licence}.`,
  loaded: 'geladen',
  loadNamed: (name) => `${name} laden`,
  load: 'Laden',
  address: 'BESITZER/NAME auf dem Hub, oder die Adresse eines Ordners',
  addressHint:
    'Ein Ordner im Aufbau des Hubs. Der Encoder wird von dort heruntergeladen; deine Texte werden nirgendwohin gesendet.',
  token: 'Token für ein privates Modell',
  tokenHint:
    'Ein Zugriffstoken deines Kontos bei huggingface.co. Es wird nur dorthin gesendet und vergessen, wenn du die Seite verlässt.',
  loadAddress: 'Von der Adresse laden',
  another: 'Einen anderen Encoder nehmen',
  chooseFolder: 'Ordner wählen',
  folderHint:
    'Oder lege ihn hier ab: <code>config.json</code>, <code>vocab.txt</code> oder <code>tokenizer.json</code> und <code>model.safetensors</code> oder <code>pytorch_model.bin</code>; oder das Zip eines Modells, das hier heruntergeladen wurde; oder, wenn sein Encoder geladen ist, Ordner oder Zip eines LoRA-Adapters. Die Dateien werden in dieser Seite gelesen und mit dem Projekt auf diesem Rechner gespeichert.',
  chooseFiles: 'Dateien wählen',

  inside: 'Was darin steckt',
  parameters: (n) => `${n} Parameter`,
  byGroup: 'Parameter nach Gruppen',
  groups: {
    embeddings: 'Embeddings',
    encoder: 'Schichten des Encoders',
    masked_lm: 'Kopf für verdeckte Wörter',
    pooler: 'Pooler',
    head: 'Kopf',
  },
  names: {
    num_hidden_layers: 'Schichten',
    hidden_size: 'Breite (hidden size)',
    num_attention_heads: 'Attention-Köpfe',
    intermediate_size: 'Zwischenbreite',
    max_position_embeddings: 'Positionen',
    vocab_size: 'Größe des Vokabulars',
    type_vocab_size: 'Segmente',
    hidden_dropout_prob: 'Dropout',
    attention_probs_dropout_prob: 'Dropout der Attention',
    layer_norm_eps: 'Epsilon der LayerNorm',
  },
  meanings: {
    num_hidden_layers:
      'Wie oft der Text durchgearbeitet wird. Frühe Schichten erfassen Wörter und Grammatik, späte die Bedeutung.',
    hidden_size: 'So viele Zahlen ist jedes Token, in jeder Schicht.',
    num_attention_heads: (numbers) =>
      `In jeder Schicht betrachtet jedes Token alle anderen auf so viele Arten zugleich, jede mit ${numbers} der Zahlen.`,
    intermediate_size: (times) =>
      `Danach wird jedes Token für sich in einem breiteren Raum bearbeitet: ${brief(times)}-mal so breit wie die Breite oben.`,
    max_position_embeddings: 'Der längste Text in Tokens: Jede Position hat ihren eigenen gelernten Vektor.',
    vocab_size: 'So viele verschiedene Stücke kennt der Tokenizer. Jedes hat eine eigene Zeile in den Embeddings.',
    type_vocab_size: 'Arten von Text in einer Eingabe: 2 erlaubt Paare, etwa eine Frage mit ihrer Antwort.',
    hidden_dropout_prob:
      'Anteil der Zahlen, die beim Training zufällig auf null gesetzt werden, damit nichts von einer einzigen abhängt.',
    attention_probs_dropout_prob:
      'Das Gleiche für die Attention: Verbindungen zwischen Tokens, die beim Training zufällig getrennt werden.',
    layer_norm_eps: 'Eine winzige Zahl, damit beim Normieren nicht durch null geteilt wird.',
  },
  total: 'Anzahl der Parameter',
  totalMeaning: 'Alle Zahlen, die gelernt werden können, auch die des neuen Kopfes. Im Training je vier Byte.',
  aboutFile: 'Über die Datei',
  fingerprint: 'Fingerabdruck des Encoders',
  tokenizer: 'Tokenizer',
  pieces: (n, lowercase, stripped) =>
    `${count(n)} Stücke, ${lowercase ? 'Kleinschreibung' : 'Groß- und Kleinschreibung bleibt'}, ${stripped ? 'Akzente entfernt' : 'Akzente bleiben'}`,
  ignored: 'Tensoren, die hier nicht gebraucht werden',
  missing: 'Tensoren, die nicht in der Datei sind und neu beginnen',

  pretrainTitle: 'Weiter vortrainieren (freiwillig)',
  pretrainLead:
    'Sind deine Texte anders als Bücher und Lexika, dann lass den Encoder sie zuerst ohne Labels lesen: Einige Wörter werden weggelassen, und er lernt, welche fehlen. Danach kommt das Training für deine Labels. Von deinen Daten liest er die Trainingstexte und die noch ohne Label; Texte zum Validieren und zum Testen bleiben beiseite. Von dem, was er lesen darf, bleibt ein Zwanzigstel, höchstens 500 Texte, ungelesen: Daran wird gemessen, was er lernt.',
  pretrained: (texts) => `Auf ${count(texts)} Texten weiter vortrainiert. Das Training beginnt jetzt von dort.`,
  pretraining: 'Weiteres Vortraining',
  update: (step, of, seconds) => `Aktualisierung ${count(step)} von ${count(of)}, noch ${duration(seconds)}`,
  losses: (losses) => `Verlust bei weggelassenen Wörtern, auf zurückgelegten Texten: ${losses}`,
  stop: 'Abbrechen',
  stopAndKeep: 'Beenden und das Gelernte behalten',
  textFile: 'Textdatei wählen',
  textFileHint: 'Reiner Text, ein Text je Zeile, ohne Labels: je mehr, desto besser.',
  pretrainOnFile: (texts) => `Auf ${count(texts)} Zeilen dieser Datei weiter vortrainieren`,
  pretrainOnData: (texts) => `Auf ${count(texts)} Texten deiner Daten weiter vortrainieren`,

  newHead: 'Der neue Kopf',
  head: 'Der Kopf',
  headSize: (hidden, labels) =>
    `Eine Schicht mit ${outputs(labels)}, einem für jedes deiner Labels: ${hidden} × ${labels} Gewichte und ${biases(labels)}, ${count(hidden * labels + labels)} Zahlen. Sie werden mit dem Seed ausgelost; zuerst ist also jede Antwort geraten. Ein Training passt sie an das an, was der Encoder aus deinen Texten macht, bevor es den Encoder ändert.`,
  headWithoutData: 'Er wird für jedes Label deiner Daten einen Ausgang haben.',
  ownHead: (labels) =>
    `Dieser Checkpoint bringt einen trainierten Kopf mit ${plural(labels, { one: '# Label', other: '# Labels' })} mit: <labels/>. <try>Probiere ihn aus</try>, wie er ist, oder trainiere einen neuen.`,
  headLoaded: 'Kopf geladen: <labels/>. <try>Probiere ihn aus</try>.',
  headMeasured: (accuracy) =>
    `Kopf geladen: <labels/>. Er wurde mit einer Genauigkeit von ${percent(accuracy)} auf seinen Testzeilen gespeichert. <try>Probiere ihn aus</try>.`,
  savedHead: 'Einen früher gespeicherten Kopf laden',
  chooseHead: 'Kopf-Datei wählen',
  headHint:
    'Ein Kopf, der auf genau diesem Encoder trainiert wurde, während der Encoder eingefroren war. In der Datei steht, zu welchem Encoder er gehört.',
};
