// SPDX-License-Identifier: Apache-2.0
import type { lesson as English } from '../en/lesson';
import { plural } from '../plural';

export const lesson: typeof English = {
  heading: (at, of, title) => `Unterricht, ${at} von ${of}: ${title}`,
  minutes: (n) => `etwa ${plural(n, { one: '# Minute', other: '# Minuten' })}`,
  tryThis: 'Probiere das',
  back: (title) => `Zurück: ${title}`,
  next: (title) => `Weiter: ${title}`,
  usualType: 'Normale Schrift',
  largeType: 'Große Schrift für den Beamer',
  close: 'Unterricht schließen',
  forClass:
    'Für die Klasse, zum Ausdrucken: <teacher>die Hinweise für Lehrkräfte</teacher> und <worksheet>ein Arbeitsblatt</worksheet>.',
  teacherPage: 'lesson/de/teacher.html',
  worksheetPage: 'lesson/de/worksheet.html',

  parameter: 'Parameter',
  atHand: 'Dein Encoder',
  parameters: {
    hidden: 'Hidden Size',
    heads: 'Attention Heads',
    intermediate: 'Intermediate Size',
    positions: 'Positionen',
    vocabulary: 'Größe des Vokabulars',
  },
  base: 'BERT-base',
  learningRate: 'Lernrate',

  moved: 'Letzte Schicht bewegt um',
  validationRight: 'Validierungszeilen richtig',
  testRight: 'Testzeilen richtig',
  notTrained: 'noch nicht trainiert',
  notEvaluated: 'nicht bewertet',
  setUp: (rate) => `${rate} einstellen`,
  openLeak: 'Das Leck öffnen',
  openBias: 'Die verzerrte Stichprobe öffnen',
  openPlain: 'Die Rezensionen öffnen, wie sie sind',
  takesPlace: 'Jedes davon tritt an die Stelle der jetzigen Daten.',
  trainingRows: 'Trainingszeilen',
  withLeak: 'mit einem Leck',
  withBias: 'eine verzerrte Stichprobe',

  check: 'Prüfen',
  right: (because) => `Richtig. ${because}`,
  wrong: 'Nicht ganz.',
  why: 'Antwort zeigen',

  chapters: {
    prepare: {
      title: 'Bereite die Daten vor',
      text: [
        'Ein Computer lernt aus Beispielen. Jede Zeile ist hier ein Text mit einem Label: dem, was ein Mensch antworten würde.',
        'Aus den Labels werden Zahlen, und die Zeilen werden in drei Teile geteilt. Aus den Trainingszeilen lernt das Modell. Die Validierungszeilen zeigen während des Trainings, wie gut es auf Zeilen ist, aus denen es nicht lernt. Die Testzeilen werden nur einmal angesehen, am Ende.',
      ],
      tries: [
        'Nimm das Beispiel „Rezensionen, zwei Labels“ oder eine eigene Datei.',
        'Lies zehn Zeilen. Decke zuerst die Labels ab und rate sie. Wo wären sich zwei Menschen nicht einig?',
        'Bewege den Regler der Testzeilen. Was geht verloren, wenn es sehr wenige sind? Und was, wenn es sehr viele sind?',
      ],
    },
    tokenize: {
      title: 'Zerlege den Text in Tokens',
      text: [
        'Ein Modell liest Zahlen. Der Tokenizer zerlegt einen Text in Stücke, die in einem festen Vokabular stehen, und gibt für jedes Stück seine Nummer. Häufige Wörter sind ein Stück, seltene mehrere.',
        'Es müssen die Stücke sein, mit denen der Encoder trainiert wurde: Mit einem anderen Tokenizer stünden seine Zahlen für andere Wörter.',
      ],
      tries: [
        'Gib deinen Namen ein. In wie viele Stücke wird er zerlegt?',
        'Gib ein Wort ein, das noch nie jemand benutzt hat. Gibt es einen Text, den der Tokenizer nicht schreiben kann?',
        'Verkleinere die Höchstlänge. Wie viele Zeilen verlieren ihr Ende?',
      ],
    },
    load: {
      title: 'Lade einen Encoder, der viel gelesen hat',
      text: [
        'Der Encoder ist schon trainiert worden, mit sehr viel Text ohne Labels: Er hat gelernt, welche Wörter in eine Lücke passen. Daher hat er Vektoren für Wörter in ihrem Zusammenhang. Das Feintuning benutzt sie; deshalb reichen ein paar Hundert Zeilen.',
        'Seine alte Ausgabeschicht wird abgenommen. Eine neue wird aufgesetzt, der Kopf: ein Ausgang für jedes deiner Labels. Am Anfang kann er nichts.',
        'Sechs Zahlen sagen das Wichtigste über ein solches Modell. Das ursprüngliche BERT-base hatte die der letzten Spalte.',
      ],
      tries: [
        'Größe des Vokabulars: Finde in Schritt 2 ein Wort, das ein Stück ist, und eines aus fünf. Warum nimmt man nicht ein Vokabular aller Wörter?',
        'Positionen: Füge in Schritt 2 eine ganze Seite Text ein. Was geschieht mit ihrem Ende?',
        'Hidden Size und Heads: Teile das eine durch das andere. Mit so vielen Zahlen arbeitet jeder Head.',
        'Intermediate Size: Teile sie durch die Hidden Size, in beiden Spalten. So viele Male so breit ist jede Schicht in ihrer Mitte. Unterscheiden sich die beiden? Je kleiner das Ergebnis, desto weniger Zahlen hat das Modell.',
        'Lernrate: Davon handelt Kapitel 5.',
      ],
    },
    train: {
      title: 'Trainiere, aber behutsam',
      text: [
        'Das Modell beantwortet ein paar Zeilen, der Verlust misst, wie falsch es lag, und jede seiner Zahlen wird ein wenig bewegt, sodass der Verlust sinkt. Die Lernrate ist die Größe dieser Bewegungen.',
        '„Nur der Kopf“ lässt den Encoder, wie er ist, und passt den neuen Kopf an. „Alles“ bewegt auch den Encoder.',
      ],
      tries: [
        'Trainiere nur den Kopf. Wie lange hat es gedauert?',
        'Trainiere dann alles. Beobachte die beiden Kurven: die der Zeilen, aus denen es lernt, und die der Validierungszeilen.',
        'Finde den Augenblick, von dem an der Validierungsverlust nicht mehr sinkt. Was lernt das Modell dann?',
      ],
    },
    rates: {
      title: '2e-5 gegen 1e-3',
      text: [
        'BERT wurde mit einer Lernrate von 2e-5 feingetunt, das ist 0,00002. Warum so klein? Trainiere zweimal alles, einmal mit 2e-5 und einmal mit 1e-3, dem Fünfzigfachen, und vergleiche.',
        'Der Vergessensmesser lässt den Encoder Sätze lesen, die nichts mit deinen Daten zu tun haben, vor dem Training und danach, und zeigt, wie weit sich das Gelesene verschoben hat.',
      ],
      tries: [
        'Schreibe zuerst auf, was du erwartest. Stelle dann mit dem Knopf das erste Training ein, drücke „Training starten“ und warte das Ende ab. Danach das zweite.',
        'Welches der beiden hat die letzte Schicht weiter bewegt? Welches beantwortet die Validierungszeilen besser?',
      ],
    },
    evaluate: {
      title: 'Taugt es etwas?',
      text: [
        'Nur Zeilen, die das Modell nie gesehen hat, zeigen, wie gut es ist. Der Zufall hat sie gezogen; eine andere Ziehung gäbe eine andere Zahl: Das Intervall zeigt, um wie viel.',
        'Eine Zahl allein sagt wenig. Man muss sie mit dem Einfachsten vergleichen, was man stattdessen tun könnte.',
      ],
      tries: [
        'Bewerte das Modell. Lies fünf Fehler. Hättest du die Antwort gewusst?',
        'Ist ein Label in den Daten falsch? Suche zuerst in der Liste der Labels, die das Modell bezweifelt.',
        'Welche einfache Methode kommt am nächsten heran?',
      ],
    },
    spoiled: {
      title: 'Drei Wege in den Irrtum',
      text: [
        'Ein Modell lernt, was die Labels in den Trainingszeilen unterscheidet, ob du das gemeint hast oder nicht. Hier sind Rezensionen, die mit Absicht verdorben wurden. Die Testzeilen sind geblieben, wie sie waren.',
        'Ein Leck: Die Trainingszeilen beginnen je nach Label mit „Form A“ oder „Form B“, so als hätten zwei Abteilungen zwei Formulare benutzt. Eine verzerrte Stichprobe: Jedes Lob ist kurz und jeder Tadel lang.',
        'Und ein dritter Weg: Frage ein Modell nach etwas, wofür es nicht trainiert wurde. Es antwortet trotzdem.',
      ],
      tries: [
        'Trainiere nur den Kopf mit dem Leck und bewerte ihn. Vergleiche die Validierungszeilen, die das Leck auch haben, mit den Testzeilen.',
        'Mache dasselbe mit der verzerrten Stichprobe. Probiere danach bei „Ausprobieren“ einen langen Text voller Lob.',
        'Gib bei „Ausprobieren“ ein Rezept ein, eine Reihe Zahlen, eine andere Sprache. Wie sicher ist das Modell? Meldet es, dass der Text anders ist als seine Trainingszeilen?',
      ],
    },
    share: {
      title: 'Nimm es mit',
      text: [
        'Ein trainierter Kopf ist eine kleine Datei: Wer denselben Encoder hat, öffnet sie und bekommt dieselben Antworten. Das ganze Modell lässt sich in Python und in einer Webseite öffnen.',
        'Bevor ein Modell auf Menschen angewendet wird, frage: Wer kommt in den Daten vor und wer nicht? Was kostet eine falsche Antwort, und wen?',
      ],
      tries: [
        'Lade den Kopf herunter, sende ihn an die Person neben dir und lass sie ihn unter „Laden“ öffnen und ausprobieren.',
        'Lies die Karte im heruntergeladenen Ordner. Was würdest du hinzufügen, damit eine fremde Person das Modell gut benutzt?',
      ],
    },
  },
  questions: {
    unseen: { ask: 'Aus wie vielen Zeilen wird das Modell nicht lernen?', first: 'Wähle zuerst Daten.' },
    majority: {
      ask: 'Jemand sagt immer das häufigste Label. Bei wie vielen von 100 Texten ist das richtig?',
      first: 'Wähle zuerst Daten mit Labels.',
    },
    longest: {
      ask: 'Wie viele Tokens hat die längste Zeile?',
      first: 'Lade zuerst einen Encoder: Sein Tokenizer zählt.',
    },
    embeddings: {
      ask: 'Wie viele Zahlen hat die Tabelle aller Stücke: Größe des Vokabulars mal Hidden Size?',
      first: 'Lade zuerst einen Encoder.',
    },
    trained: {
      ask: 'Wie viele Zahlen des Modells hat dein letztes Training bewegt?',
      first: 'Trainiere zuerst ein Modell.',
    },
    further: {
      ask: 'Welche Lernrate hat die letzte Schicht weiter von dem wegbewegt, was das Vortraining aus ihr gemacht hat?',
      first: 'Mache zuerst beide Trainings.',
    },
    beats: {
      ask: 'Dein Modell im Vergleich damit, immer das häufigste Label zu sagen: Bei wie vielen von 100 Texten mehr liegt es richtig?',
      first: 'Bewerte zuerst ein Modell, das jedem Text ein Label gibt.',
    },
    leak: {
      ask: 'Welche Zeilen sagen die Wahrheit über das Modell, das mit dem Leck trainiert wurde?',
      first: 'Trainiere zuerst mit dem Leck und bewerte das Modell.',
    },
  },
  choices: {
    '2e-5': '2e-5',
    '1e-3': '1e-3',
    train: 'Trainingszeilen',
    validation: 'Validierungszeilen',
    test: 'Testzeilen',
  },
};
