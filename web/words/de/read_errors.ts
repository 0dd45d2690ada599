// SPDX-License-Identifier: Apache-2.0
import { count } from '../../ui/format';
import type { readErrors as English } from '../en/read_errors';
import { encodingName } from './encodings';
import { listing, type Some } from '../listing';
import { plural } from '../plural';

const SAVE = 'Speichere die Daten als CSV, TSV oder JSONL und wähle diese Datei.';
const ADD_ROWS = 'Füge für jeden Text eine Zeile mit seinem Label hinzu und wähle die Datei noch einmal.';

/** By the English names (web/read/signatures.ts and archive.ts). */
export const KINDS: Record<string, string> = {
  'mail (mbox or eml)': 'Mail (mbox oder eml)',
  'a file of CoNLL-2012 (OntoNotes)': 'eine Datei von CoNLL-2012 (OntoNotes)',
  'a PNG image': 'ein PNG-Bild',
  'a JPEG image': 'ein JPEG-Bild',
  'a zip file or an Excel workbook': 'eine Zip-Datei oder eine Excel-Arbeitsmappe',
  'an old Excel or Word file, or one with a password':
    'eine Excel- oder Word-Datei im alten Format oder mit einem Passwort',
  'a gzip file': 'eine gzip-Datei',
  'an xz file': 'eine xz-Datei',
  'a Zstandard file': 'eine Zstandard-Datei',
  'a 7-Zip file': 'eine 7-Zip-Datei',
  'an HDF5 file': 'eine HDF5-Datei',
  'a NumPy array': 'ein NumPy-Array',
  "a pickle of Python's, which may run programs when it is read":
    'ein Pickle aus Python, das beim Lesen Programme ausführen kann',
  'an Arrow file': 'eine Arrow-Datei',
  'a GIF image': 'ein GIF-Bild',
  'a PDF': 'ein PDF',
  'a Parquet file without its end': 'eine Parquet-Datei ohne ihr Ende',
  'an SQLite database': 'eine SQLite-Datenbank',
  'an ORC file': 'eine ORC-Datei',
  'a bzip2 file': 'eine bzip2-Datei',
  'a RAR file': 'eine RAR-Datei',
  'a model for llama.cpp (GGUF)': 'ein Modell für llama.cpp (GGUF)',
  'a BRAT annotation file (.ann)': 'eine Annotationsdatei von BRAT (.ann)',
  'an export of WebAnno or INCEpTION (TSV 3)': 'ein Export von WebAnno oder INCEpTION (TSV 3)',
  'an RTF document': 'ein RTF-Dokument',
  'a table in HTML': 'eine Tabelle in HTML',
  'an XML file': 'eine XML-Datei',
  'training data of Rasa': 'eine Datei mit Trainingsdaten von Rasa',
  'a YAML file': 'eine YAML-Datei',
  'an SQL script': 'ein SQL-Skript',
  'an ARFF file of Weka': 'eine ARFF-Datei von Weka',
  'a Jupyter notebook': 'ein Jupyter-Notebook',
  'a pointer of Git LFS': 'ein Verweis von Git LFS',
  'a Word document. Copy its table into a spreadsheet and save that':
    'ein Word-Dokument. Kopiere seine Tabelle in eine Tabellenkalkulation und speichere die',
  'a presentation. Save the texts as CSV': 'eine Präsentation. Speichere die Texte als CSV',
  'an OpenDocument file. Save it as .xlsx or CSV': 'eine OpenDocument-Datei. Speichere sie als .xlsx oder CSV',
  'a document of Numbers or Pages. Export it as CSV': 'ein Dokument von Numbers oder Pages. Exportiere es als CSV',
  'a model and no data. Load it as the encoder': 'ein Modell und keine Daten. Lade es als Encoder',
};

const INSTEAD: Record<string, string> = {
  'a BRAT annotation file (.ann)':
    'Sie enthält keine Texte: Die stehen in der gleichnamigen .txt-Datei daneben. Wähle beide zusammen oder einen Ordner oder ein Zip mit solchen Paaren.',
  'an export of WebAnno or INCEpTION (TSV 3)': 'Exportiere dort als „CoNLL 2003“.',
  'an RTF document': 'Speichere seine Tabelle als CSV.',
  'a table in HTML': 'Öffne sie mit einer Tabellenkalkulation und speichere sie als CSV.',
  'an XML file': 'Exportiere die Texte mit ihren Labels als CSV oder JSONL.',
  'training data of Rasa':
    'Wandle sie mit „rasa data convert“ um oder schreibe eine CSV mit den Spalten text und intent.',
  'a YAML file': 'Schreibe ihre Einträge als JSON oder JSONL, oder als CSV mit einer Spalte für jeden Schlüssel.',
  'an SQL script': 'Exportiere die Tabelle aus der Datenbank als CSV.',
  'an ARFF file of Weka': 'Öffne sie in Weka und speichere sie als CSV.',
  'mail (mbox or eml)':
    'Schreibe eine CSV mit dem Text jeder Mail und ihrem Label; in Python liest das Modul „mailbox“ eine solche Datei.',
  'a file of CoNLL-2012 (OntoNotes)':
    'Ihre Tags sind Klammern. Schreibe jedes Wort mit seinem Tag (B-, I- oder O) in eine Zeile und hinter jeden Satz eine leere.',
  'a Jupyter notebook': 'Speichere die Daten darin mit df.to_csv("data.csv", index=False).',
  'a pointer of Git LFS': 'Hole die Datei selbst: „git lfs pull“ oder der Download-Knopf ihrer Seite.',
};

const CUTS: Record<string, string> = {
  ',': 'Kommas',
  ';': 'Semikolons',
  '\t': 'Tabulatoren',
  '|': 'Strichen |',
  ' ': 'Leerzeichen',
};

const more = (n: number) => `${count(n)} weitere`;
const rows = (of: Some) => `${of.shown.length + of.more === 1 ? 'Zeile' : 'Zeilen'} ${listing(of, 'und', more)}`;
const lines = (n: number) => plural(n, { one: '# Zeile', other: '# Zeilen' });
const broken = (n: number) => plural(n, { one: '# fehlerhafte Zeile', other: '# fehlerhafte Zeilen' });
const quoted = (names: readonly string[]) => names.map((each) => `„${each}“`).join(', ');

export const readErrors: typeof English = {
  inFile: (name, why) => `${name}: ${why}`,
  empty: `Die Datei ist leer. ${SAVE}`,
  kind: (kind) => `Das ist ${KINDS[kind] ?? kind} und keine Tabelle mit Texten. ${SAVE}`,
  foreign: (kind) => `Das ist ${KINDS[kind] ?? kind} und kann nicht gelesen werden. ${INSTEAD[kind]}`,
  noText: `In der Datei steht kein Text. ${SAVE}`,
  webPage: `Das ist eine Webseite und keine Tabelle mit Texten: Beim Herunterladen ist etwas schiefgegangen. ${SAVE}`,
  utf32: 'Die Datei ist in UTF-32; das wird hier nicht gelesen. Speichere sie als UTF-8 und wähle diese Datei.',
  nul: (row, encoding) =>
    `Zeile ${row}: ein NUL-Zeichen, das es in Texten nicht gibt; die Datei ist also nicht in ${encodingName(encoding)}. Wähle eine andere Zeichenkodierung.`,
  notEncoded: (row, encoding) =>
    `Zeile ${row}: Die Datei ist nicht in ${encodingName(encoding)}. Wähle eine andere Zeichenkodierung.`,
  zeroByte: (row, byte) => `Zeile ${row}, Byte ${byte}: ein Nullbyte; das ist also keine Textdatei in UTF-8. ${SAVE}`,
  tooLong: (mebibytes) =>
    `Die Datei hat ${mebibytes} MiB Text, mehr als in einen Text passt (512 MiB). Teile sie in kleinere Dateien oder behalte weniger Zeilen.`,
  tooWide: (columns, most) =>
    `Spalten in der Datei: ${count(columns)}. Höchstens gelesen werden: ${count(most)}. Schreibe jeden Text mit seinem Label in eine eigene Zeile oder behalte weniger Spalten.`,
  notUtf8: (row, byte, hex) =>
    `Zeile ${row}, Byte ${byte}: ${hex} ist kein UTF-8. Wähle die Zeichenkodierung, mit der die Buchstaben stimmen, oder speichere die Datei in UTF-8 (in einer Tabellenkalkulation: „CSV UTF-8“) und wähle sie noch einmal.`,
  readAs: (encoding, shown) => `Als ${encodingName(encoding)} lesen: „${shown}“`,
  likeWestern:
    'Die Datei ist nicht in UTF-8. Sie wurde als Windows-1252 (westeuropäisch) gelesen, weil ihre Buchstaben danach aussehen.',
  utf16: 'Die Datei ist in UTF-16 und wurde so gelesen.',
  likeUtf16:
    'Die Datei hat keine Marke für ihre Kodierung. Sie wurde als UTF-16 gelesen, weil sehr oft jedes zweite Byte null ist.',

  noRows: `Die Datei hat keine Zeilen. ${ADD_ROWS}`,
  headerOnly: (columns) =>
    `Die Datei hat eine Kopfzeile (${listing(columns, 'und', more)}) und keine Zeilen darunter. ${ADD_ROWS}`,
  doubled: (names) =>
    `Mehr als eine Spalte heißt ${listing(names, 'und', more)}: Die erste behält den Namen, die nächste bekommt „ (2)“ dahinter, und so weiter.`,
  above: (n, header, of) => `${lines(n)} über ${header ? 'der Kopfzeile' : 'den Daten'} weggelassen (${rows(of)}).`,
  headerAgain: (n, header, of) =>
    `${lines(n)} weggelassen (${rows(of)}): ${header ? 'noch einmal die Kopfzeile' : 'Namen von Spalten'}.`,
  totals: (row) => `1 Zeile weggelassen (Zeile ${row}): die Summen der Zeilen darüber.`,
  broken: (n, width, of) =>
    `${broken(n)} weggelassen (${rows(of)}): Jede Zeile braucht ${plural(width, { one: '# Zelle', other: '# Zellen' })}, und ein Anführungszeichen am Anfang einer Zelle muss sie auch beenden.`,
  unquoted: (n, of) =>
    `${plural(n, { one: '# Zeile', other: '# Zeilen' })} mit mehr Zellen als die Kopfzeile (${rows(of)}): Der Rest wurde als Teil des Textes gelesen, um den keine Anführungszeichen stehen.`,
  cutAt: (mark) => (mark === '' ? 'Jede Zeile ist ein Text' : `An ${CUTS[mark] ?? `„${mark}“`} trennen`),
  wasCut: (mark) =>
    mark === ''
      ? 'Jede Zeile wurde als ein Text gelesen.'
      : `Die Zellen wurden an ${CUTS[mark] ?? `„${mark}“`} getrennt; auch auf andere Art entsteht eine Tabelle.`,

  emptyArray: `Das JSON-Array ist leer. ${ADD_ROWS}`,
  halfJson:
    'Die Datei beginnt wie JSON, aber ihre Zeilen sind keines: JSONL hat je Zeile ein ganzes Objekt, zum Beispiel {"text": "Guter Kauf.", "label": "positiv"}.',
  nested: (row, key, most) =>
    `Zeile ${row}: „${key}“ ist mehr als ${most}-fach verschachtelt. Lass es aus der Datei weg.`,
  noObjects: (n, of) => `${broken(n)} weggelassen (${rows(of)}): Jede muss ein JSON-Objekt sein.`,
  noSentences:
    'Jede Zeile hat ein Wort und sein Tag, aber nichts zeigt, wo ein Satz endet. Füge eine Spalte „sentence“ mit der Nummer des Satzes jedes Wortes hinzu oder setze Leerzeilen zwischen die Sätze.',
  notParallel: (texts, tags) =>
    `Die Datei der Texte hat ${lines(texts)}, die der Tags ${lines(tags)}: Jede Zeile der einen gehört zur selben Zeile der anderen.`,
  fewerTags: (n, of) => `${lines(n)} weggelassen (${rows(of)}): nicht so viele Tags wie Wörter.`,

  folders: (n) =>
    `Jede Datei ist ein Text, und ihr Ordner ist ihr Label: ${plural(n, { one: '# Ordner', other: '# Ordner' })}.`,
  withoutLabel: (folders, n) =>
    `Weggelassen, weil ihr Ordner besagt, dass sie kein Label haben (${folders.join(', ')}): ${plural(n, { one: '# Text', other: '# Texte' })}.`,
  otherColumns: (name, columns, first, wanted) =>
    `${name} hat die Spalten ${columns}, ${first} hat ${wanted}: Dateien, die zusammen ein Datensatz sind, haben dieselben Spalten.`,
  asOne: (n) =>
    `${plural(n, { one: '# Datei', other: '# Dateien' })} wurden als eine gelesen. Die Zeilennummern gehen von Datei zu Datei weiter.`,
  besideData: (names) =>
    `Weggelassen, weil es neben den Daten liegt: ${listing(names, 'und', (n) => `${count(n)} weitere`)}.`,
  splitAsOne: (names) =>
    `Den Namen nach sind das Teile einer Aufteilung: ${names.join(', ')}. Sie wurden als eine Datei gelesen und werden neu aufgeteilt; Zeilen einer Datei für den Test können so ins Training kommen. Nimm jede als ihren Teil (auf der Kommandozeile: --given-parts yes), oder gib hier die fürs Training an und die anderen als eigene Dateien für Validierung und Test.`,
  splitColumn: (column, parts) =>
    `„${column}“ nennt Teile einer Aufteilung (${parts.join(', ')}). Alle Zeilen wurden als eins gelesen und werden neu aufgeteilt, sodass auf Zeilen für den Test trainiert werden kann. Nimm jede als ihren Teil (auf der Kommandozeile: --given-parts yes).`,
  noPart: (part) =>
    `Keine Datei ist ihrem Namen nach der Teil „${part}“ einer Aufteilung, und keine Spalte nennt Zeilen so. Wähle diesen Teil selbst.`,

  workbook: (why) =>
    `Die Arbeitsmappe kann nicht gelesen werden (auf Englisch: ${why}). Speichere ihr Blatt als CSV UTF-8 und wähle diese Datei.`,
  otherSheets: (name) => `Das Blatt „${name}“ wurde gelesen; die Arbeitsmappe hat noch andere.`,
  readSheet: (name) => `„${name}“ lesen`,
  noSheet: (name, names) => `Es gibt kein Blatt „${name}“; die Blätter sind ${quoted(names)}.`,
  noCells: 'In der Arbeitsmappe ist keine Zelle ausgefüllt.',
  breaksOff:
    'Das JSON bricht vor seinem Ende ab: Die Datei ist nicht vollständig. Hole oder exportiere sie noch einmal.',
  parquetEmpty: 'Die Parquet-Datei hat keine Zeilen.',
  parquet: (why) =>
    `Die Parquet-Datei kann nicht gelesen werden (auf Englisch: ${why}). Speichere die Daten als CSV oder JSONL.`,

  emptyZip: (name) => `Das Zip ${name} ist leer. Wähle eines, in dem eine Datei ist.`,
  otherZip: (kind) => `Das ist ${KINDS[kind] ?? kind}.`,
  noData: (name) => `In ${name} ist keine Datei mit Daten.`,
  tooLarge: (name, gibibytes) => `${name} enthält mehr als ${gibibytes} GiB Daten. Packe kleinere Teile.`,
  tar: (name) => `${name} ist ein beschädigtes tar-Archiv. Lade es noch einmal herunter oder packe es neu.`,
  gzip: (name) => `${name} ist eine beschädigte gzip-Datei. Lade sie noch einmal herunter oder packe sie neu.`,
};
