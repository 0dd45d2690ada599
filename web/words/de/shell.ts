// SPDX-License-Identifier: Apache-2.0
import type { shell as English } from '../en/shell';

export const shell: typeof English = {
  skip: 'Zum Schritt springen',
  tagline: 'Passe ein Sprachmodell an deine eigenen Texte an: in diesem Tab, auf diesem Rechner.',
  nothingLeaves: 'Nichts verlässt diesen Rechner',
  colours: 'Farben',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  language: 'Sprache',
  languageFailed: 'Diese Sprache konnte nicht geladen werden. Prüfe die Verbindung und wähle sie noch einmal.',
  lesson: 'Unterricht',
  close: 'Schließen',
  stop: 'Abbrechen',
  thisStep: 'Dieser Teil',
  stepFailed:
    'Dieser Teil konnte nicht geladen werden. Prüfe die Verbindung, oder speichere, was du hast, und lade die Seite neu.',
  fetchAgain: 'Noch einmal laden',
  fetching: 'Dieser Teil wird geladen …',
  broken: (what) => `Dieser Schritt kann nicht angezeigt werden: ${what} Deine Daten und Modelle sind noch da.`,
  showAgain: 'Noch einmal anzeigen',
  newVersion:
    'Eine neuere Fassung dieser Seite ist bereit. Beim Laden wird geschlossen, was hier offen ist: Speichere zuerst dein Modell.',
  loadVersion: 'Neuere Fassung laden',
  moreThreads:
    'Die Seite kann mehr Threads nutzen, wenn sie noch einmal geladen wird. Dabei wird geschlossen, was hier offen ist: Speichere zuerst dein Modell.',
  loadPage: 'Seite noch einmal laden',
  of: (done, total) => `${done} von ${total}`,
};
