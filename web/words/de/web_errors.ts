// SPDX-License-Identifier: Apache-2.0
import type { webErrors as English } from '../en/web_errors';

export const webErrors: typeof English = {
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
  tooLarge: (what, mebibytes) => `${what} ist größer als ${mebibytes} MiB; das ist keine solche Datei.`,
};
