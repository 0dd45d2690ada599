// SPDX-License-Identifier: Apache-2.0
import { kindOf, type browserErrors as English } from '../en/browser_errors';
import { trouble } from './trouble';

const KNOWN: Record<string, string> = {
  QuotaExceededError: trouble.full,
  NotFoundError: 'Die Datei ist nicht mehr da, wo sie war. Wähle sie noch einmal.',
  NotReadableError:
    'Die Datei kann nicht gelesen werden: Sie wurde geändert, seit sie gewählt wurde, oder ein anderes Programm hat sie offen. Wähle sie noch einmal.',
  NotAllowedError: 'Der Browser erlaubt das hier nicht.',
  SecurityError: 'Der Browser erlaubt das hier nicht.',
  NetworkError: 'Der Server ist nicht erreichbar. Prüfe die Verbindung und versuche es noch einmal.',
  PartError:
    'Ein Teil der Seite ist nicht angekommen. Prüfe die Verbindung und versuche es noch einmal. Hilft das nicht, speichere, was du hast, und lade die Seite neu: Vielleicht gibt es eine neuere Version.',
  RangeError: 'Dafür reicht der Speicher nicht. Schließe andere Tabs und Programme und versuche es noch einmal.',
  InvalidStateError: 'Der Browser hat seinen Speicher für diese Seite geschlossen. Lade die Seite neu.',
  UnknownError: 'Der Browser kann seinen Speicher für diese Seite nicht lesen oder schreiben. Lade die Seite neu.',
};

export const browserErrors: typeof English = {
  sentence: (name, message) => KNOWN[kindOf(name, message)] ?? trouble.inEnglish(message),
};
