// SPDX-License-Identifier: Apache-2.0
import type { fileErrors as English } from '../en/file_errors';

export const fileErrors: typeof English = {
  zip: (name, why) => `${name} ist kein Zip, das hier gelesen werden kann: ${why}.`,
  zipDamaged: 'Seine Liste der Dateien ist beschädigt; hole es noch einmal oder packe es neu',
  zipTwice: (path) => `Zwei Dateien darin heißen ${path}; packe es neu, ohne eine davon`,
  zipPart: 'Es ist einer von mehreren Teilen; füge sie zusammen oder packe alles als eine Datei',
  zipCut: 'Die Liste der Dateien am Ende fehlt; vielleicht ist es abgeschnitten. Hole es noch einmal',
  zipEncrypted: (path) => `${path} darin ist verschlüsselt; packe es ohne Passwort`,
  zipMethod: (path, method) =>
    `${path} darin ist mit der Methode ${method} komprimiert; packe es mit der Methode „deflate“`,
  zipEntry: (path, name) => `${path} in ${name} ist beschädigt: Hole ${name} noch einmal oder packe es neu.`,

  noConfig: (name) =>
    `${name} hat keine config.json. Wähle einen Ordner im Aufbau des Hubs: config.json, vocab.txt oder tokenizer.json, model.safetensors.`,
  noVocabulary: (name) =>
    `${name} hat weder tokenizer.json noch vocab.txt. Füge die Datei hinzu, die zum Encoder gehört. Gibt es stattdessen sentencepiece.bpe.model oder merges.txt, schreibt transformers eine tokenizer.json: AutoTokenizer.from_pretrained(ORDNER).save_pretrained(ORDNER).`,
  noWeights: (name) =>
    `${name} hat weder model.safetensors noch pytorch_model.bin. Füge die Gewichte des Encoders in einem dieser Formate hinzu.`,
  lacks: (name, file, index) => `In ${name} fehlt ${file}, die in ${index} genannt ist.`,
  noIndex: (index) => `${index} ist kein Index: Er braucht eine „weight_map“ von Tensoren zu Dateinamen.`,
  noJson: (path, why) => `${path} ist kein JSON (${why}). Hole die Datei noch einmal.`,
  noObject: (path, shown) => `In ${path} steht ${shown} statt eines Objekts. Hole die Datei noch einmal.`,
  tooLarge: (what, mebibytes) => `${what} ist größer als ${mebibytes} MiB; das ist keine solche Datei.`,

  noFile: (url) => `Unter ${url} liegt keine Datei. Prüfe die Adresse.`,
  tooLargeFor: (url, megabytes, what) =>
    `Die Datei unter ${url} ist größer als ${megabytes} MB; das ist zu groß (${what}).`,
  badToken: (what) =>
    `${what} enthält ein Leerzeichen, einen Zeilenumbruch oder einen Buchstaben, den es in Tokens nicht gibt. Kopiere es noch einmal.`,
  theToken: 'Das Token',
  giveToken: 'Gib unter der Adresse ein Token deines Kontos an oder lade den Ordner herunter und wähle seine Dateien.',
  checkAddress:
    'Prüfe die Adresse und die Verbindung; der Server muss anderen Seiten erlauben, die Datei zu lesen (CORS).',
  gone: (url) => `${url} gibt es nicht mehr.`,
  changed: (url) => `${url} hat sich geändert, seit es zum ersten Mal gelesen wurde. Lade noch einmal.`,
  changedNow: (url) => `${url} hat sich während des Lesens geändert. Lade noch einmal.`,
  noAccount: (url, status, remedy) => `${url} darf ohne Konto nicht gelesen werden (${status}). ${remedy}`,
  refusedToken: (url, status, remedy) =>
    `${url} darf mit dem angegebenen Token nicht gelesen werden (${status}). ${remedy}`,
  status: (url, status, seconds) =>
    `${url} antwortet mit dem Status ${status}. Prüfe die Adresse oder versuche es ${seconds ? `in ${seconds} Sekunden` : 'später'} noch einmal.`,
  unreachable: (url, remedy) => `${url} ist nicht erreichbar. ${remedy}`,
  brokeOff: (url, bytes, times) =>
    `${url} brach nach ${bytes} Bytes ab, ${times}-mal hintereinander. Prüfe die Verbindung und lade noch einmal.`,
  notFound: (url, remedy) =>
    `${url} gibt es auf dem Hub unter diesem Namen nicht, oder es ist privat. Prüfe den Namen; für ein privates Modell: ${remedy}`,
  gated: (url, remedy) =>
    `${url} gibt der Hub nur Konten, die seine Bedingungen angenommen haben. Nimm sie dort an; dann: ${remedy}`,
  noRevision: (url) => `${url}: Diese Revision gibt es auf dem Hub nicht. Prüfe den Branch, das Tag oder den Commit.`,
  disabled: (url) => `${url} wurde vom Hub gesperrt. Nimm ein anderes Modell.`,
};
