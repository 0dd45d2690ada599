// SPDX-License-Identifier: Apache-2.0
import type { webErrors as English } from '../en/web_errors';
import { plural } from '../plural';

export const webErrors: typeof English = {
  noFile: (url) => `Unter ${url} liegt keine Datei. Prüfe die Adresse.`,
  tooLargeFor: (url, megabytes, what) =>
    `Die Datei unter ${url} ist größer als ${megabytes} MB; das ist zu groß (${what}).`,
  badToken: (what) =>
    `${what} enthält ein Leerzeichen, einen Zeilenumbruch oder einen Buchstaben, den es in Tokens nicht gibt. Kopiere es noch einmal.`,
  theToken: 'Das Token',
  giveToken:
    'Gib ein Token deines Kontos an, wo es bei der Adresse ein Feld dafür gibt, oder lade herunter, was dort liegt, und wähle diese Dateien.',
  offline: 'Dieser Computer ist offline.',
  checkAddress:
    'Prüfe die Adresse. Ist sie richtig, antwortet der Server nicht oder erlaubt anderen Seiten nicht, die Datei zu lesen (CORS: In seinen Antworten fehlt der Header Access-Control-Allow-Origin); lade dann herunter, was dort liegt, und wähle diese Dateien.',
  ownSite:
    'Es liegt neben dieser Seite, deren Server nicht antwortet. Prüfe die Verbindung und versuche es noch einmal; bis dahin lässt sich öffnen, was dieser Browser aufbewahrt hat.',
  gone: (url) => `${url} gibt es nicht mehr.`,
  changed: (url) => `${url} hat sich geändert, seit es zum ersten Mal gelesen wurde. Lade noch einmal.`,
  changedNow: (url) => `${url} hat sich während des Lesens geändert. Lade noch einmal.`,
  noAccount: (url, status, remedy) => `${url} darf ohne Konto nicht gelesen werden (${status}). ${remedy}`,
  refusedToken: (url, status, remedy) =>
    `${url} darf mit dem angegebenen Token nicht gelesen werden (${status}). ${remedy}`,
  status: (url, status, seconds) =>
    `${url} antwortet mit dem Status ${status}. Prüfe die Adresse oder versuche es ${seconds ? plural(seconds, { one: 'in # Sekunde', other: 'in # Sekunden' }) : 'später'} noch einmal.`,
  unreachable: (url, remedy) => `${url} ist nicht erreichbar. ${remedy}`,
  redirected: (url) =>
    `${url} wird im Kreis weitergeleitet, oder dorthin, wo es nicht zu lesen ist. Öffne es in einem Tab und gib die Adresse an, wo es endet, oder lade herunter, was dort liegt, und wähle diese Dateien.`,
  brokeOff: (url, bytes, times) =>
    `${url} brach nach ${bytes} Bytes ab, ${times}-mal hintereinander. Prüfe die Verbindung und lade noch einmal.`,
  ended: (url, bytes) =>
    `${url} endete nach ${bytes} Bytes, obwohl der Server von mehr spricht. Lade noch einmal oder lade herunter, was dort liegt, und wähle diese Dateien.`,
  notFound: (url, remedy) =>
    `${url} gibt es auf dem Hub unter diesem Namen nicht, oder es ist privat. Prüfe den Namen; für ein privates Modell: ${remedy}`,
  gated: (url, remedy) =>
    `${url} gibt der Hub nur Konten, die seine Bedingungen angenommen haben. Nimm sie dort an; dann: ${remedy}`,
  noRevision: (url) => `${url}: Diese Revision gibt es auf dem Hub nicht. Prüfe den Branch, das Tag oder den Commit.`,
  disabled: (url) => `${url} wurde vom Hub gesperrt. Nimm ein anderes Modell.`,
  tooLarge: (what, mebibytes) => `${what} ist größer als ${mebibytes} MiB; das ist keine solche Datei.`,
};
