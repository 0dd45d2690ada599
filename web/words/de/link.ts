// SPDX-License-Identifier: Apache-2.0
import { count } from '../../ui/format';
import type { link as English } from '../en/link';

export const link: typeof English = {
  title: 'Diese Seite wurde mit einem Link geöffnet',
  reading: 'Er wird gelesen …',
  notOpened: 'Der Link wurde nicht geöffnet',
  inPart: 'Der Link wurde zum Teil geöffnet',
  without: 'Ohne ihn weitermachen',
  from: {
    encoder: 'Der Encoder <name/>, von <host/>',
    head: 'Ein trainierter Kopf <name/>, von <host/>',
    data: 'Daten <name/>, von <host/>',
  },
  headInside: 'Ein trainierter Kopf, im Link selbst',
  thisSite: 'dieser Website',
  options: 'Optionen: <options/>',
  nothingYet: (hosts) =>
    `Noch wurde nichts geholt. „Öffnen“ holt diese Dateien von ${hosts.join(' und ')}. Von deinen Texten wird nichts gesendet. Ein Server erfährt dabei deine Netzwerkadresse, wie beim Besuch jeder Website.`,
  inNew: 'Was hier offen ist, bleibt gespeichert, wie es ist: Der Link wird in einem neuen Projekt geöffnet.',
  lost: 'Auf diesem Rechner wird nichts gespeichert: Was hier offen ist, geht verloren, wenn der Link geöffnet wird.',
  openInNew: 'In einem neuen Projekt öffnen',
  open: 'Öffnen',
  refuse: 'Nicht öffnen',

  optionsUnread: (why) => `Die Optionen des Links können nicht gelesen werden: ${why}`,
  stopped: 'Abgebrochen.',
  inData: (why) => `In den Daten des Links: ${why}`,
  fileOf: { head: 'der Kopf', data: 'die Daten' },
  headFile: 'der Kopf im Link',

  qr: 'QR-Code des Links',
  dense: 'Der Code ist fein: Zeige ihn groß und halte das Telefon nah daran.',
  made: (characters) => `Der Link, ${count(characters)} Zeichen`,
  copy: 'Link kopieren',
  copied: 'Kopiert.',
  notCopied: 'Der Browser hat es nicht erlaubt: Markiere den Link und kopiere ihn.',
  mayBeCut: 'Manche Programme schneiden lange Links ab: Sende ihn dann als Datei oder zeige den Code.',
  ownComputer:
    'Diese Seite liegt nur auf diesem Rechner, und deshalb öffnet sich der Link nur hier. Öffne die Seite unter einer Adresse, die auch die anderen erreichen, und erstelle den Link dort.',
};
