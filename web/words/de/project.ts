// SPDX-License-Identifier: Apache-2.0
import type { project as English } from '../en/project';
import { COPY } from '../given_names';
import { plural } from '../plural';

const WHERE = 'im Speicher dieses Browsers für diese Seite gespeichert, nur auf diesem Rechner';
const WHAT =
  'die Daten, deine Einstellungen, der Encoder, ein laufendes Training und die bisherigen Läufe mit ihren Ergebnissen und trainierten Modellen';

export const project: typeof English = {
  named: (name) => `Projekt: ${name}`,
  title: 'Auf diesem Rechner gespeichert',
  states: {
    empty: `Was du hier tust, wird ${WHERE}: ${WHAT}. Beim Neuladen ist alles wieder da.`,
    kept: `Das ist ${WHERE}: ${WHAT}. Beim Neuladen ist alles wieder da.`,
    full: 'Der Browser gibt dieser Seite keinen weiteren Platz; die letzten Änderungen sind deshalb nicht gespeichert. Lösche unten etwas und lade herunter, was du brauchst.',
    unwanted:
      'Auf diesem Rechner ist nichts von dir gespeichert. Beim Schließen oder Neuladen der Seite ist alles vergessen. Die Dateien der Seite selbst können im Cache des Browsers bleiben; sie sind für alle Besucher gleich.',
    cleared:
      'Was für diese Seite gespeichert war, ist von diesem Rechner gelöscht worden, in den Einstellungen des Browsers oder in einem anderen Tab. Was hier offen ist, gibt es nur noch in diesem Tab: Beim Schließen oder Neuladen der Seite ist es vergessen.',
    insecure:
      'Nichts wird gespeichert: Browser speichern Dateien nur für Seiten, deren Adresse mit https:// beginnt oder auf diesem Rechner liegt. Beim Schließen oder Neuladen der Seite ist alles vergessen.',
    refused:
      'Nichts wird gespeichert: Der Browser lehnt es ab, Dateien für diese Seite zu speichern, etwa in einem privaten Fenster. Beim Schließen oder Neuladen der Seite ist alles vergessen.',
    elsewhere: 'Dein letztes Projekt ist in einem anderen Tab offen. Was du hier öffnest, wird ein eigenes Projekt.',
    'other version':
      'Dein letztes Projekt wurde von einer anderen Fassung dieser Seite gespeichert, die diese hier nicht lesen kann.',
  },
  no: 'Nein',

  changed: (size, at) => `${size}, geändert ${at}`,
  changedHere: (size, at) => `${size}, geändert ${at}, in diesem Tab offen`,
  open: 'Öffnen',
  openNamed: (name) => `${name} öffnen`,
  copy: 'Kopie nehmen',
  copyOf: (name) => `Eine Kopie von ${name} nehmen`,
  nameOfCopy: (name) => `${name} (${COPY.de})`,
  forgetShort: 'Löschen',
  forgetThis: 'Dieses Projekt löschen',
  forget: (name) => `${name} löschen`,
  yesForget: 'Ja, löschen',

  export: 'Dieses Projekt exportieren',
  new: 'Neues Projekt',
  import: 'Ein Projekt importieren',
  askToLast: 'Den Browser bitten, es nicht zu entfernen',

  notComplete: (size) => `${size}, nicht vollständig: Das Laden geht von dort weiter`,
  removeCopy: 'Kopie löschen',
  removeCopyOf: (encoder) => `Die Kopie von ${encoder} löschen`,

  more: 'Was gespeichert ist und wie man es löscht',
  name: 'Name des Projekts',
  mayGo: 'Ist die Platte voll, kann ein Browser entfernen, was eine Seite speichert. Eine exportierte Datei bleibt.',
  encoders: 'Encoder',
  models: 'Trainierte Modelle der Läufe',
  modelsLead: (size) =>
    `Zusammen ${size}. Wo der Browser keinen Platz mehr hat, werden die ältesten entfernt, die mehr als ein Kopf sind.`,
  modelInUse: (size) => `${size}, in Gebrauch`,
  forgetAll: 'Alles löschen',
  yesForgetAll: 'Ja, alles löschen',
  keepNothing: 'Nichts auf diesem Rechner speichern',
  yesKeepNothing: 'Ja, alles löschen und nichts speichern',
  keep: 'Projekte auf diesem Rechner speichern',

  damaged: (name) => `Was von ${name} gespeichert ist, ist beschädigt. Öffne deine Daten noch einmal.`,
  lost: {
    lead: 'Von dem, was hier gespeichert war, hat der Browser einen Teil entfernt, oder es ist beschädigt:',
    data: (names) =>
      `Die Daten: ${names}. Wähle oben dieselbe Datei noch einmal: Deine Spalten und Änderungen kommen mit ihr zurück.`,
    models: (n) =>
      `${plural(n, { one: 'Das trainierte Modell von # Lauf', other: 'Die trainierten Modelle von # Läufen' })}. Die Zahlen stehen noch bei den Läufen; trainiere noch einmal, was du brauchst.`,
    run: 'Das abgebrochene Training. Beginne es in Schritt 4 neu.',
  },
  switchedOff: 'Auf diesem Rechner wird nichts gespeichert; für ein Projekt ist deshalb kein Platz.',
  inOtherTab: 'Dieses Projekt ist in einem anderen Tab offen. Lösche es dort.',
};
