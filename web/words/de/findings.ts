// SPDX-License-Identifier: Apache-2.0
import { count, decimal } from '../../ui/format';
import { exactly } from './exactly';
import type { findings as English } from '../en/findings';
import { columnName } from './column_name';
import { listing, type Some } from '../listing';
import { plural } from '../plural';

const rows = (n: number) => plural(n, { one: '# Zeile', other: '# Zeilen' });
const labels = (n: number) => plural(n, { one: '# Label', other: '# Labels' });
const columns = (n: number) => plural(n, { one: '# Spalte', other: '# Spalten' });
const list = (some: Some) => listing(some, 'und', (n) => plural(n, { one: '# weitere', other: '# weitere' }));
const quoted = (name: string) => `„${columnName(name)}“`;
const names = ({ shown, more }: Some) => list({ shown: shown.map((name) => quoted(String(name))), more });
const listRows = (some: Some) => `${some.shown.length === 1 ? 'Zeile' : 'Zeilen'} ${list(some)}`;
const the = (n: number, some: Some) => `${rows(n)} (${listRows(some)})`;
const are = (n: number) => (n === 1 ? 'wurde' : 'wurden');
const each = (n: number) => (n === 1 ? 'Es' : 'Jedes');
const have = (n: number) => (n === 1 ? 'hat' : 'haben');
const validation = (n: number) => plural(n, { one: '# Validierungszeile', other: '# Validierungszeilen' });
const files = { validation: 'Validierungsdatei', test: 'Testdatei', evaluation: 'Auswertungsdatei' };
const fewer = (most: string, ofMost: number, least: string, ofLeast: number) =>
  `„${most}“ hat ${rows(ofMost)}, ${decimal(ofMost / ofLeast, 1)}-mal so viele wie „${least}“ (${count(ofLeast)}).`;
const macro = 'Achte am Ende auf Makro-F1 und nicht allein auf';

export const findings: typeof English = {
  noText: (n, some) => `${the(n, some)} ohne Text ${are(n)} weggelassen.`,
  noTextTitle: 'Ohne Text',
  long: (n, some, most) =>
    `${the(n, some)} ${have(n)} eine Zelle mit mehr als ${count(most)} Zeichen: Nur ihre ersten Tokens werden gelesen. Prüfe die Anführungszeichen.`,
  longTitle: 'Sehr lang',
  leaveThemOut: 'Weglassen',
  noLabel: (n, some) => `${the(n, some)} ohne Label ${are(n)} weggelassen.`,
  noLabelTitle: 'Ohne Label',
  minusOnes: (n) =>
    `${rows(n)} davon ${n === 1 ? 'hat' : 'haben'} das Label -1, für das es keinen Namen gibt: Es gilt als kein Label. Wo es eines ist, gib ihm auch einen Namen (-1: negativ).`,
  severalLabels: (n, some) =>
    `${the(n, some)} mit mehreren Labels ${are(n)} weggelassen: Bei dieser Aufgabe hat jede Zeile ein Label.`,
  severalLabelsTitle: 'Mehrere Labels',
  noneAtAll: (n, some) =>
    `${the(n, some)} ${have(n)} gar kein Label: Daran lernt das Modell, dass ein Text keines haben kann.`,
  noneAtAllTitle: 'Gar kein Label',
  joinedTexts: (n, texts) =>
    `${rows(n)} mit je einem Label wurden als ${plural(texts, { one: '# Text', other: '# Texte' })} mit mehreren Labels gelesen: Zeilen mit demselben Text sind eine.`,
  noNumber: (n, some) => `${the(n, some)} ohne Zahl ${are(n)} weggelassen.`,
  noNumberTitle: 'Ohne Zahl',

  noRows: 'Es bleibt keine Zeile mit Text und Label. Wähle andere Spalten oder eine andere Datei.',
  oneRow: 'Nur eine Zeile hat Text und Label. Füge Zeilen hinzu: Jedes Label braucht zwei verschiedene Texte.',
  oneTag: (tag) =>
    `Alle Wörter haben das Tag „${tag}“. Es müssen mindestens zwei Tags sein: Wähle eine andere Spalte oder Datei.`,
  oneLabel: (n, label) =>
    `${n === 1 ? 'Die Zeile hat' : `Alle ${rows(n)} haben`} das Label „${label}“. Ein Klassifikator braucht mindestens zwei Labels: Wähle eine andere Label-Spalte oder Datei.`,
  noLabels: 'Keine Zeile hat ein Label. Wähle eine andere Label-Spalte oder Datei.',
  noSet: (values, n) =>
    `Die Label-Spalte hat ${plural(values, { one: '# verschiedenen Wert', other: '# verschiedene Werte' })} in ${rows(n)}: Das ist keine Menge von Labels. Wähle eine andere Label-Spalte oder eine andere Aufgabe.`,
  oneNumber: (value) => `Alle Zeilen haben die Zahl ${exactly(value)}: Es gibt nichts vorherzusagen.`,
  rareLabels: (n, few, some) =>
    `${labels(n)} ${have(n)} weniger als ${few} Zeilen (${names(some)}): Erwarte davon wenig.`,
  rareTypes: (n, few, some) =>
    `${plural(n, { one: '# Typ', other: '# Typen' })} ${have(n)} weniger als ${few} Zeilen (${names(some)}): Erwarte davon wenig.`,
  rareLabelsTitle: 'Seltene Labels',
  rareTypesTitle: 'Seltene Typen',
  withoutLabels: 'Auf diese Labels verzichten',
  withoutTypes: 'Auf diese Typen verzichten',
  uneven: (most, ofMost, least, ofLeast) =>
    `Die Labels sind ungleich verteilt: ${fewer(most, ofMost, least, ofLeast)} ${macro} die Genauigkeit; mit ausgeglichenen Klassengewichten zählen seltene Labels mehr.`,
  unevenSets: (most, ofMost, least, ofLeast) =>
    `Die Labels sind ungleich verteilt: ${fewer(most, ofMost, least, ofLeast)} ${macro} Mikro-F1.`,
  unevenTypes: (most, ofMost, least, ofLeast) =>
    `Die Typen sind ungleich verteilt: ${fewer(most, ofMost, least, ofLeast)} Achte am Ende auf das F1 jedes Typs und nicht allein auf das aller zusammen.`,
  unevenTitle: 'Ungleich verteilte Labels',
  atMost: (times, least) => `Höchstens ${times}-mal so viele Zeilen trainieren, wie „${least}“ hat`,
  alike: (n, pairs, more) =>
    `${labels(n)} ${n === 1 ? 'unterscheidet' : 'unterscheiden'} sich von einem anderen nur in Groß- und Kleinschreibung, Leerzeichen oder Schreibweise (${list({ shown: pairs.map(([label, most]) => `„${label}“ von „${most}“`), more })}): ${each(n)} wird als eigenes Label gelernt.`,
  alikeTitle: 'Fast gleiche Labels',
  makeOne: 'Je zu einem Label machen',
  misspelt: (n, pairs, more) =>
    `${labels(n)} mit wenigen Zeilen ${n === 1 ? 'ist' : 'sind'} nur einen Buchstaben von einem häufigen entfernt und wohl vertippt (${list({ shown: pairs.map(([label, meant]) => `„${label}“ für „${meant}“`), more })}): ${each(n)} wird als eigenes Label gelernt.`,
  misspeltTitle: 'Vertippte Labels',
  correct: 'Das häufige nehmen',
  letters: (n, some, shown) =>
    `${the(n, some)} mit Buchstaben wie „${shown}“: Der Text wurde einmal mit einer falschen Zeichenkodierung gelesen und so gespeichert. Exportiere die Daten noch einmal als UTF-8.`,
  lettersTitle: 'Falsche Buchstaben',
  fileNames: (first) =>
    `Die Texte sind Dateinamen, etwa ${first}, und nicht das, was in diesen Dateien steht. Schreibe die Texte selbst in die Spalte, oder wähle ein Zip mit einem Ordner voller Texte für jedes Label.`,
  ids: (first) =>
    `Die Texte sind Zahlen, Kennungen oder Adressen, etwa ${first}, und nicht das, wofür sie stehen. Wähle die Spalte mit den Texten, oder schreibe die Texte in die Datei.`,
  inTexts: (n, of, label) =>
    `Die Labels von ${count(n)} von ${rows(of)} stehen in den Texten selbst, etwa „${label}“. Ein Klassifikator lernt jedes als eigene Klasse und findet keine anderen. Um solche Wörter in neuen Texten zu finden, gib den Zeilen Spannen mit je einem Anfang, einem Ende und einem Label.`,
  objects: (column) =>
    `„${column}“ enthält Objekte, die weder Labels noch Spannen mit je einem Anfang, einem Ende und einem Label sind. Schreibe Labels oder solche Spannen hinein, oder wähle eine andere Labelspalte.`,
  missing: (_, some) => `${names(some)}: So etwas schreiben Programme, wo ein Label fehlt.`,
  missingTitle: 'Fehlende Labels',
  leaveRowsOut: 'Diese Zeilen weglassen',
  unknownLabels: (part, n, unknown, some, { first, all }) =>
    `Die ${files[part]} hat ${n === 1 ? 'ein Label, das' : 'Labels, die'} in den Trainingsdaten nicht ${n === 1 ? 'vorkommt' : 'vorkommen'}: ${names(unknown)} (${listRows(some)}).${first ? ` Dort steht „${first[1]}“ statt „${first[0]}“: Schreibe ${n === 1 ? 'es' : 'solche Labels'} in beiden Dateien gleich.` : ''}${all ? '' : ' Füge Zeilen damit zu den Trainingsdaten hinzu oder nimm diese Zeilen heraus.'}`,
  repeated: (n, some) =>
    `${the(n, some)} ${n === 1 ? 'wiederholt' : 'wiederholen'} Text und Label einer früheren Zeile; gleiche Texte bleiben im selben Teil.`,
  testRepeats: (n, of) =>
    `Wiederholte Texte im Test: ${count(n)} von ${plural(of, { one: '# Zeile', other: '# Zeilen' })}. Eine solche Zeile sagt kaum Neues, aber die Intervalle und Vergleiche des Tests zählen sie als neue: Sie sind zu sicher.`,
  repeatedTitle: 'Wiederholt',
  keepFirst: 'Je nur die erste behalten',
  near: (n, some) =>
    `${the(n, some)} ${n === 1 ? 'ist' : 'sind'} einer früheren Zeile fast gleich; solche Texte bleiben im selben Teil.`,
  nearTitle: 'Fast wiederholt',
  contradicting: (n, some) => `${the(n, some)} ${have(n)} den Text einer früheren Zeile und ein anderes Label.`,
  severalEach: (n, some) =>
    `${the(n, some)} ${have(n)} den Text einer früheren Zeile und ein anderes Label. Kann ein Text mehrere Labels haben, wähle die Aufgabe mit mehreren Labels: Zeilen mit demselben Text werden dann eine.`,
  takeSeveral: 'Mehrere Labels je Text nehmen',
  contradictingTitle: 'Widersprüchliche Labels',
  leaveTextsOut: 'Alle Zeilen mit diesen Texten weglassen',
  leaks: (n, part, some, near) =>
    `${rows(n)} der ${files[part]} (${listRows(some)}) ${have(n)} einen Text der Trainingsdaten${near === 0 ? '' : near === n ? ' oder einen fast gleichen' : `, ${count(near)} davon einen fast gleichen`}: Das Ergebnis wird besser aussehen, als es ist.`,
  leaksTitle: (part) => `Auch in der ${files[part]}`,
  doNotTrain: (part) => `Mit diesen Texten weder trainieren noch ${part === 'test' ? 'validieren' : 'testen'}`,
  shared: (n, some) =>
    `${rows(n)} der Testdatei (${listRows(some)}) ${have(n)} einen Text der Validierungsdatei, nach der das Training auswählt: Das Ergebnis wird besser aussehen, als es ist. Nimm sie aus einer der beiden Dateien heraus.`,
  noTrain: 'Für das Training bleibt keine Zeile: Füge Zeilen hinzu oder verlange weniger Abhilfen.',
  oneTrained: (label) =>
    `Alle Zeilen, die für das Training bleiben, haben das Label ${quoted(label)}: Füge Zeilen mit einem anderen hinzu oder verlange weniger Abhilfen.`,
  untrained: (n, some) =>
    `${labels(n)} (${names(some)}) ${have(n)} keine Zeile für das Training: ${each(n)} wird nie vorhergesagt.`,
  cut: (n, of) =>
    `${rows(n)} von ${count(of)} ${n === 1 ? 'ist' : 'sind'} länger als die Höchstlänge: Davon wird nur ein Teil gelesen.`,
  unread: (n, of) =>
    `${plural(n, { one: '# Wort', other: '# Wörter' })} von ${count(of)} ${n === 1 ? 'kann' : 'können'} nicht gelesen werden, weil abgeschnitten oder ohne eigenes Stück. Mit solchen Wörtern wird nicht trainiert, und sie zählen als das erste Label.`,
  unknownPieces: (percent) =>
    `${decimal(percent, 1)} % der Stücke sind [UNK]: Das Vokabular dieses Encoders kennt sie nicht, und das Modell sieht dort nichts. Wähle einen Encoder für die Sprache der Texte.`,

  fewPut: (n, enough) =>
    `${validation(n)} ${n === 1 ? 'wäre' : 'wären'} zu wenig, um danach etwas auszuwählen (nötig sind ${enough}): Stattdessen wird damit trainiert.`,
  fewOfLabel: (n, each, few) =>
    `Ein Label hat im Schnitt ${rows(each)}. Bei weniger als ${few} nützt jede Zeile im Training mehr als in der Validierung: Deshalb werden keine dafür beiseitegelegt, und es wird mit ${rows(n)} mehr trainiert. Du kannst trotzdem einen Anteil wählen.`,
  fewValidation: (n, enough) =>
    `${validation(n)} ${n === 1 ? 'ist' : 'sind'} zu wenig, um danach auszuwählen (nötig sind ${enough}): Danach wird keine Epoche gewählt, keine Schwelle oder Temperatur angepasst und kein Label bezweifelt.`,
  fewTest: (n) =>
    `Der Test hat nur ${rows(n)}: Achte auf die Intervalle seiner Zahlen. Mehrere Läufe (Folds) sagen mehr.`,
  couldHaveNames:
    'Die Labels sind nur Zahlen. Gib ihnen in Schritt 1 unter „Namen für Labels, die Zahlen sind“ Namen (auf der Kommandozeile: --labels DATEI), dann beginnt ein neuer Kopf mit dem, was der Encoder daraus macht: Bei so wenigen Zeilen hilft das.',
  seenNames: (seen, n) =>
    `Namen in den Testzeilen, die auch Trainingszeilen haben: ${count(seen)} von ${count(n)}. Der Test zeigt, wie gut sie wiedergefunden werden, und wenig über neue.`,
  untested: (n, some) =>
    `${labels(n)} (${names(some)}) ohne Testzeile: Das Modell lernt ${n === 1 ? 'es' : 'sie'} und kann so antworten, aber gemessen wird davon nichts. Ein Label braucht zwei verschiedene Texte, um getestet, und drei, um auch validiert zu werden.`,
  noTest:
    'Für den Test bleibt keine Zeile: Ein Label braucht mindestens zwei Texte, die nicht gleich oder fast gleich sind. Füge Zeilen oder eine Testdatei hinzu.',
  emptyFold: (folds) =>
    `Einer der ${count(folds)} Teile hat keine Zeile zum Testen: Es gibt weniger Texte, die nicht gleich oder fast gleich sind. Nimm weniger Folds.`,

  inFile: (part, what) => `In der ${files[part]}: ${what}`,
  noneTrained: (what) => `${what} Mit keiner davon wird trainiert.`,
  takes: (remedy, n) => `${remedy} (entfernt ${rows(n)})`,
  takesTraining: (remedy, n) =>
    `${remedy} (entfernt ${plural(n, { one: '# Trainingszeile', other: '# Trainingszeilen' })})`,
  changes: (remedy, n) => `${remedy} (ändert ${rows(n)})`,
  oneColumn:
    'Keine Spalte enthält Labels: Die Datei hat nur eine Spalte. Füge eine zweite mit dem Label jedes Textes hinzu und wähle die Datei noch einmal.',
  noLabelColumn: 'Keine Spalte enthält Labels. Wähle die Spalte mit dem Label jedes Textes.',
  oneTagColumn: 'Diese Aufgabe nimmt ihre Labels aus einer Spalte. Wähle eine.',
  noPairs: 'Tags gehören zu den Wörtern eines Textes: Einen zweiten Text kann es nicht geben.',
  missingColumns: (missing, there) => {
    const what = { text: 'der Text', pair: 'der zweite Text', label: 'das Label' };
    const columns = missing.map(([name, role]) => `${quoted(name)} (${what[role]})`);
    return `Die Datei hat keine Spalte ${list({ shown: columns, more: 0 })}, aus der die Hauptdatei gelesen wird. Ihre Spalten sind ${there.map(quoted).join(', ')}: Benenne sie wie in der Hauptdatei.`;
  },
  otherTags: (taken, others) =>
    `Die Tags wurden aus ${quoted(taken)} gelesen; ${others.shown.length === 1 ? 'gemeint sein könnte' : 'gemeint sein könnten'} auch ${names(others)}.`,
  otherTexts: (taken, others) =>
    `Die Texte wurden aus ${quoted(taken)} gelesen; ${others.shown.length === 1 ? 'gemeint sein könnte' : 'gemeint sein könnten'} auch ${names(others)}.`,
  otherLabels: (taken, others) =>
    `Die Labels wurden aus ${quoted(taken)} gelesen; ${others.shown.length === 1 ? 'gemeint sein könnte' : 'gemeint sein könnten'} auch ${names(others)}.`,
  takeTags: (name) => `Die Tags aus ${quoted(name)} nehmen`,
  takeTexts: (name) => `Die Texte aus ${quoted(name)} nehmen`,
  takeLabels: (name) => `Die Labels aus ${quoted(name)} nehmen`,

  chosen: 'Von dir gewählt.',
  everyWordTag: 'Jedes Wort hat ein Tag.',
  noLabelsGuess: 'Keine Spalte enthält Labels.',
  oneOf: (n) => (n === 1 ? 'Jede Zeile hat dasselbe Label.' : `Jede Zeile hat eines von ${labels(n)}.`),
  oneHot: (n) => `Jede Zeile hat genau in einer von ${columns(n)} eine 1.`,
  yesNo: (n) => `${columns(n)} ${n === 1 ? 'sagt' : 'sagen'} Ja (1) oder Nein (0).`,
  numberColumns: (n) => `${columns(n)} ${n === 1 ? 'enthält' : 'enthalten'} Zahlen.`,
  spans: 'Die Labels sind Abschnitte (Spans) von Zeichen im Text.',
  tagLists: 'Jede Zeile ist eine Liste von Wörtern mit einer Liste von Tags.',
  maySeveral: (percent) => `Eine Zeile kann mehrere Labels haben: ${percent} % der Zeilen haben mehr als eines.`,
  listOrNone: 'Jede Zeile hat ein Label in einer Liste oder keines.',
  listOfOne: 'Jede Zeile hat eine Liste mit einem Label.',
  numbers: (n, least, most) =>
    `Die Labels sind Zahlen, ${count(n)} verschiedene von ${exactly(least)} bis ${exactly(most)}.`,

  unevenTags: (n, some) => `${the(n, some)} ${are(n)} weggelassen: nicht so viele Tags wie Wörter.`,
  unevenTagsTitle: 'Tags, die nicht passen',
  oddTags: (n, some, tags) =>
    `${the(n, some)} ${are(n)} weggelassen: ein Tag (${names(tags)}), das weder O noch B-X noch I-X ist. Berichtigt werden sie gelernt.`,
  oddTagsTitle: 'Tags anderer Art',
  hollow: (n, some) => `${the(n, some)} ${have(n)} ein Wort ohne Zeichen: Es wird mit seinem Tag weggelassen.`,
  hollowTitle: 'Leere Wörter',
  brokenTags: (n, some) =>
    `${the(n, some)} ${have(n)} ein Tag, das keine Entität fortsetzt: Dort beginnt eine Entität.`,
  brokenTagsTitle: 'Fehlerhafte Tags',
  noTypes: (type) => `Die Tags haben keine Typen; sie wurden als Entitäten eines Typs gelesen, „${type}“.`,
  tagNumbers:
    'Die Tags sind Zahlen, deshalb ist über Entitäten nichts bekannt. Gib ihre Namen an, einen je Zeile, den von 0 zuerst, in Schritt 1 unter „Namen für Labels, die Zahlen sind“ (auf der Kommandozeile: --labels DATEI), dann werden ganze Entitäten bewertet.',
  IOB1: 'Die Tags sind IOB1 (B- nur zwischen Entitäten, die sich berühren); sie wurden in IOB2 umgewandelt.',
  IOBES: 'Die Tags sind IOBES (E- beendet eine Entität, S- ist eine allein); sie wurden in IOB2 umgewandelt.',
  BILOU: 'Die Tags sind BILOU (L- beendet eine Entität, U- ist eine allein); sie wurden in IOB2 umgewandelt.',
  BMEWO: 'Die Tags sind BMEWO (E- beendet eine Entität, W- ist eine allein); sie wurden in IOB2 umgewandelt.',
  noSpans: (n, some) =>
    `${the(n, some)} ${are(n)} weggelassen: keine Liste von Spans, jeder mit Anfang, Ende und Label.`,
  noSpansTitle: 'Keine Liste von Spans',
  outside: (n, some) =>
    `${the(n, some)} ${are(n)} weggelassen: Ein Span endet, wo er beginnt, oder außerhalb des Textes.`,
  outsideTitle: 'Spans außerhalb des Textes',
  inside: (n, some) =>
    `${the(n, some)} ${have(n)} einen Span, der in einem Wort beginnt oder endet: Das ganze Wort wurde genommen.`,
  insideTitle: 'Spans in Wörtern',
  overlapping: (n, some) =>
    `${the(n, some)} ${have(n)} Spans auf denselben Wörtern: Der erste wurde genommen, ein Wort hat ein Tag.`,
  overlappingTitle: 'Überlappende Spans',
  utf16:
    'Die Spans zählen UTF-16-Einheiten, wie JavaScript; sie wurden in Codepunkte umgerechnet, wie sie auch die Vorhersagen haben.',

  noColumn: (name, columns) => `Es gibt keine Spalte „${name}“; die Spalten sind ${columns.map(quoted).join(', ')}.`,
  takenTwice: (name) =>
    `„${name}“ ist für zweierlei genommen: Text, zweiter Text und Label brauchen je eine eigene Spalte.`,
  columnTwice: (name, first, next) =>
    `Mehr als eine Spalte heißt „${name}“; gib ihre Nummer an: ${first} ist die erste, ${next} die nächste.`,
  noNames: 'Darin sind keine Namen von Labels: einer je Zeile, zuerst der von Label 0.',
  namesNoJson:
    'In diesem JSON sind keine Namen von Labels: Schreib eine Liste von Namen, {"0": "negativ", "1": "positiv"} oder die config.json eines Modells.',
  numberTwice: 'Eine Zahl hat darin zwei Namen: Gib jeder Zahl einen.',
};
