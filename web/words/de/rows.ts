// SPDX-License-Identifier: Apache-2.0
import { count } from '../../ui/format';
import type { rows as English } from '../en/rows';
import { plural } from '../plural';

export const rows: typeof English = {
  title: 'Zeilen',
  rows: (n) => plural(n, { one: '# Zeile', other: '# Zeilen' }),
  some: (here, all) => `${count(here)} von ${plural(all, { one: '# Zeile', other: '# Zeilen' })}`,
  lead: 'Die Eingabetaste öffnet eine Zeile, Entf lässt sie weg. Deine Datei bleibt, wie sie ist; deine Änderungen werden mit dem Projekt gespeichert.',
  aside: (name, edits) =>
    `${name} wurde beiseitegelegt, mit ${edits ? plural(edits, { one: '# Änderung', other: '# Änderungen' }) : 'Dateien'} von dir. <back>Dorthin zurück</back> <forget>Vergessen</forget>`,
  noLabels: 'Die Zeilen haben keine Spalte für Labels. <add>Eine hinzufügen und hier Labels vergeben</add>',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  save: (n) =>
    n === 0
      ? 'Korrigierte Datei speichern'
      : plural(n, {
          one: 'Korrigierte Datei speichern (# Zeile geändert)',
          other: 'Korrigierte Datei speichern (# Zeilen geändert)',
        }),
  inCorrected:
    'Die korrigierte Datei hat die Zeilen aller Teile so, wie mit ihnen trainiert wird: mit deinen Änderungen und dem, was die Abhilfen geändert haben, ohne die weggelassenen Zeilen. Zeilen, die noch kein Label haben, bleiben darin.',
  noneLike: 'Solche Zeilen gibt es nicht.',

  search: 'In den Texten suchen',
  label: 'Label',
  part: 'Teil',
  problem: 'Problem',
  from: 'Aus',
  all: 'alle',
  noLabelYet: 'noch kein Label',
  noName: 'kein Name',
  showAll: 'Alle Zeilen zeigen',
  parts: {
    train: 'Training',
    validation: 'Validierung',
    test: 'Test',
    none: 'in keinem Teil',
    out: 'von dir weggelassen',
    changed: 'geändert oder hinzugefügt',
  },

  allRows: 'Alle Zeilen',
  row: 'Zeile',
  text: 'Text',
  byLength: ', nach Länge sortieren',
  edited: 'geändert',
  alsoEdited: ', geändert',
  noText: 'kein Text',
  none: 'keines',
  leftOut: 'weggelassen',

  keys: 'Tasten, die ein Label geben:',
  keysOfSeveral: 'Tasten, die ein Label geben oder wegnehmen:',
  byName: 'oder die ersten Buchstaben seines Namens tippen.',
  begun: (left) => `${left.slice(0, 5).join(', ')}${left.length > 5 ? ', …' : ''}. Die Eingabetaste nimmt das erste.`,
  marksByKey: 'Die Ziffer einer Markierung oder die ersten Buchstaben ihres Namens markieren die ausgewählten Wörter.',

  rowOf: (row) => `Zeile ${row}`,
  fromFile: ' aus <file/>',
  bringBack: 'Zurückholen',
  leaveOut: 'Weglassen',
  close: 'Schließen',
  pair: 'Zweiter Text',
  labels: 'Labels',
  noLabel: 'Kein Label',
  another: 'Ein anderes Label',
  anotherHere: 'anderes Label',
  set: 'Setzen',
  noWords: 'Diese Zeile hat keine Wörter.',
  words: 'Wörter der Zeile',
  noMark: 'Keine Markierung',
  nothingToMark: 'In diesem Text ist nichts zu markieren',

  add: 'Zeilen hinzufügen',
  addSome: (n) => plural(n, { one: '# Zeile hinzufügen', other: '# Zeilen hinzufügen' }),
  noNumber: 'Das ist keine Zahl.',
  aNumber: 'eine Zahl',
  aNewLabel: 'ein neues Label',
  labelOfNew: 'Label der neuen Zeilen',
  theNumber: 'Die Zahl',
  theNewLabel: 'Das neue Label',
  pairs: 'Ein Paar je Zeile, mit einem Tabulator zwischen den beiden Texten',
  examples: 'Ein Beispiel je Zeile',

  ownLabel: (n) => `Label ${n}`,
  ownTexts: (n) => `Seine Beispiele, eines je Zeile: ${n}`,
  ownMore: 'Noch ein Label',
  ownUse: (n) => plural(n, { one: '# Beispiel nehmen', other: '# Beispiele nehmen' }),
  ownFew: (fewest) =>
    `Schreibe zwei oder mehr Labels, jedes mit mindestens ${fewest} verschiedenen Beispielen; je 20 sind ein guter Anfang.`,

  undone: (left) => `Die letzte Änderung ist zurückgenommen. ${left}`,
  redone: (left) => `Die Änderung ist wieder da. ${left}`,
  noEdits: 'Die Zeilen sind wie in der Datei.',
  remedied: (n) =>
    plural(n, {
      one: 'Keine Änderung gilt mehr; # Zeile ist durch die Abhilfen anders als in der Datei.',
      other: 'Keine Änderung gilt mehr; # Zeilen sind durch die Abhilfen anders als in der Datei.',
    }),
  edits: (n) => plural(n, { one: '# Änderung gilt.', other: '# Änderungen gelten.' }),
  labelSet: (row, labels) => `Zeile ${row}: ${labels.join(', ') || 'kein Label'}.`,
  textSet: (row) => `Zeile ${row} hat einen anderen Text.`,
  pairSet: (row) => `Zeile ${row} hat einen anderen zweiten Text.`,
  marksSet: (row) => `Zeile ${row} hat andere Markierungen.`,
  wereLeftOut: (of) =>
    of.length === 1 ? `Zeile ${of[0]} wird weggelassen.` : `${count(of.length)} Zeilen werden weggelassen.`,
  areBack: (of) => (of.length === 1 ? `Zeile ${of[0]} ist wieder da.` : `${count(of.length)} Zeilen sind wieder da.`),
  writtenHere: 'hier geschrieben',
  added: (n) => plural(n, { one: '# Zeile wurde hinzugefügt.', other: '# Zeilen wurden hinzugefügt.' }),
};
