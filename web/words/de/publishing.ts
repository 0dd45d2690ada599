// SPDX-License-Identifier: Apache-2.0
import type { publishing as English } from '../en/publishing';
import { plural } from '../plural';

export const publishing: typeof English = {
  title: 'Veröffentlichen',
  lead: (host) =>
    `Lege eine Kopie in dein eigenes Konto bei ${host}. Gesendet wird erst, wenn du unten auf „Senden“ drückst, nachdem du gesehen hast, welche Dateien gehen.`,
  choose: 'Veröffentlichen …',
  what: 'Was gesendet wird',
  whole: 'Das ganze Modell',
  wholeHint: 'In der Genauigkeit und für die Zwecke, die oben gewählt sind.',
  headAlone: 'Der Kopf allein',
  headAloneHint: 'Eine kleine Datei für alle, die denselben Encoder haben.',
  files: (n, size) => `${plural(n, { one: '# Datei wird gesendet', other: '# Dateien werden gesendet' })}, ${size}`,
  file: 'Datei',
  size: 'Größe',
  noTexts:
    'Keiner deiner Texte steht darin. Die Karte (README.md) nennt Labels, Zeilenzahlen, Optionen und die Testzahlen; von den Daten stehen außerdem die Namen der Spalten in den Dateien.',
  name: 'Name des Repositorys',
  who: 'Wer es sehen kann',
  private: 'Nur du',
  privateHint: 'Beim Hub kannst du es später für alle öffnen.',
  public: 'Alle',
  publicHint:
    'Jeder kann das Modell herunterladen und untersuchen, ob ein Text unter denen war, mit denen es trainiert wurde.',
  signIn: (host) => `Bei ${host} anmelden`,
  signInHint:
    'Ein Fenster öffnet sich. Mit der Erlaubnis kann diese Seite Repositorys anlegen und in die schreiben, die sie angelegt hat; sie wird vergessen, wenn die Seite geschlossen oder neu geladen wird.',
  waiting: 'Es wird auf die Anmeldung im anderen Fenster gewartet.',
  signedIn: (name) => `Angemeldet als ${name}.`,
  send: (place, size) => `${size} an ${place} senden`,
  update: (place) => `Dateien in ${place} ersetzen`,
  sending: 'Wird gesendet',
  done: 'Es ist da: ',
  doneUpdate: 'Die Dateien sind ersetzt: ',

  otherSignIn: 'Diese Antwort gehört zu einer anderen Anmeldung. Melde dich noch einmal an.',
  denied: 'Die Erlaubnis wurde nicht gegeben, und nichts wurde gesendet. Melde dich noch einmal an, um sie zu geben.',
  noSignIn: (why) => `Die Anmeldung ist nicht gelungen (${why}). Melde dich noch einmal an.`,
  stopped: 'Es wurde angehalten.',
  stoppedAfter: (place) =>
    `Es wurde angehalten. Aus diesem Versuch liegt keine Datei in ${place}; wenn das Repository angelegt wurde, ist es leer und kann beim Hub gefüllt oder gelöscht werden.`,
  expired: (host) =>
    `Die Erlaubnis von ${host} ist abgelaufen. Melde dich noch einmal an; was vorbereitet war, bleibt.`,
  forbidden: (place) =>
    `Deine Erlaubnis reicht nicht bis ${place}. Diese Seite darf nur in Repositorys schreiben, die sie angelegt hat. Nimm einen anderen Namen.`,
  taken: (place) =>
    `Ein Repository ${place} gibt es schon. Nimm einen anderen Namen oder ersetze die Dateien gleichen Namens darin.`,
  gone: (place) => `Es gibt kein Repository ${place}, in das du schreiben darfst. Nimm einen anderen Namen.`,
  busy: (host, status) => `${host} ist überlastet (${status}). Versuche es in einer Minute noch einmal.`,
  waits: (host, seconds) => `${host} ist ausgelastet und wird in ${seconds} s noch einmal gefragt`,
  tooLarge: (host) =>
    `${host} nimmt keine Datei dieser Größe (413). Sende sie in halber Genauigkeit, ohne die Dateien für das Web, oder den Kopf allein.`,
  refused: (host, status, why) => `${host} hat es abgelehnt (${status}): ${why}`,
  offline: 'Dieser Rechner ist offline. Nichts ist verloren: Sende es, wenn die Verbindung wieder da ist.',
  unreachable: (host) =>
    `${host} ist nicht zu erreichen, oder die Verbindung ist abgebrochen. Prüfe die Verbindung und sende es noch einmal.`,
  badName: (name) =>
    `„${name}“ ist kein Name für ein Repository: Buchstaben, Ziffern, - _ . und höchstens 96 davon, ohne -- oder .. darin und ohne - . an den Enden.`,
};
