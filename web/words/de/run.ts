// SPDX-License-Identifier: Apache-2.0
import { count, decimal, duration } from '../../ui/format';
import type { run as English } from '../en/run';
import { plural } from '../plural';

const FITTED =
  'Zuerst wurde ein neuer Kopf angepasst, an das, was der vortrainierte Encoder aus den Trainingstexten macht: L-BFGS,';
const updates = (n: number) => plural(n, { one: '# Aktualisierung', other: '# Aktualisierungen' });

export const run: typeof English = {
  titles: {
    idle: 'Der Lauf',
    starting: 'Wird vorbereitet …',
    running: 'Training',
    paused: 'Angehalten',
    stopping: 'Wird beendet …',
    finishing: 'Wird abgeschlossen …',
  },
  epochOf: (epoch, of) => `Epoche ${epoch} von ${of}`,
  updates: 'Aktualisierungen',
  preparing: 'Die erste Aktualisierung wird vorbereitet',
  resume: 'Weitermachen',
  save: 'Speichern, um später weiterzumachen',
  pause: 'Anhalten',
  stop: 'Abbrechen',
  stopAndKeep: 'Beenden und die Gewichte behalten',
  tellMe: 'Am Ende benachrichtigen',
  timeLeft: 'Restzeit',
  time: 'Zeit',
  speed: 'Tokens pro Sekunde',
  norm: 'Norm des Gradienten',
  normNote: 'vor dem Clipping',

  fitted: (strength) => `${FITTED} L2-Stärke ${strength} durch Kreuzvalidierung.`,
  fittedAndHeldOut: (strength, loss) =>
    `${FITTED} L2-Stärke ${strength} durch Kreuzvalidierung, mittlerer Verlust ${loss} auf den zurückgehaltenen Zeilen.`,
  fittedAndAccurate: (strength, loss, accuracy) =>
    `${FITTED} L2-Stärke ${strength} durch Kreuzvalidierung, mittlerer Verlust ${loss} und Genauigkeit ${accuracy} auf den zurückgehaltenen Zeilen.`,
  notFromNames:
    'Was der Encoder aus den Namen der Labels macht, unterscheidet diese Zeilen nicht; deshalb kam die Anpassung ohne das aus.',
  fromNames:
    'Die Anpassung begann mit dem, was der Encoder aus den Namen der Labels macht; das hilft, wo es wenige Zeilen gibt.',

  loss: 'Verlust',
  lossNote: (window) => `Training, Mittel von etwa ${window} Aktualisierungen; orange: Validierung`,
  lossNow: (loss) => `Trainingsverlust über den Aktualisierungen, jetzt ${loss}`,
  lines: { loss: 'Verlust', smoothed: 'geglättet', validation: 'Validierung', rate: 'Lernrate' },
  validation: 'Validierung',
  validationOf: (metric) => `Validierung: ${metric}`,
  ofKept: (epoch, last) => `nach Epoche ${epoch}, die behalten wird; ${last} nach der letzten`,
  thinLine: (metric) => `dünne Linie: ${metric}`,
  eachFromHalf: 'jedes Label ab 50\u00a0%; die eigenen Schwellen werden am Ende gewählt',
  afterEpochs: 'kommt am Ende jeder Epoche',
  notMeasured: 'Validierungszeilen: noch nicht gemessen',
  validationNow: (metric, value) => `${metric} der Validierungszeilen nach jeder Epoche, jetzt ${value}`,
  rate: 'Lernrate',
  rateNote: 'Warm-up, dann abwärts',
  rateOver: 'Lernrate über den Aktualisierungen',

  moved: 'Vom Vortraining entfernt',
  movedNote: 'in der letzten Schicht, auf allgemeinen Sätzen; nach Schichten:',
  embeddings: 'Embeddings',
  layer: (n) => `Schicht ${n}`,
  movedByLayer: 'Wie weit sich jede Schicht entfernt hat',
  gaps: (before, now) =>
    `Verlust bei Wörtern, die in diesen Sätzen weggelassen sind: ${decimal(before)} vor dem Training, ${decimal(now)} jetzt.`,
  meaning: 'Was das bedeutet',
  movedMeaning: (cosine) =>
    `Das Feintuning soll nutzen, was der Encoder über die Sprache gelernt hat, und es nicht überschreiben. Der Encoder liest zwei Dutzend Sätze, die nichts mit deinen Daten zu tun haben, vor dem Training und danach. Jeder Balken ist eins minus die lineare CKA beider Lesungen: 0 % heißt, dass die Schicht ist wie zuvor. Der mittlere Kosinus in der letzten Schicht ist ${decimal(cosine)}. Eine niedrige Lernrate bewegt die oberen Schichten ein wenig. Eine zu hohe bewegt alle Schichten, und der Encoder vergisst.`,

  byHeart: (epoch, loss) =>
    `Der Validierungsverlust war nach Epoche ${epoch} am niedrigsten (${decimal(loss)}) und stieg danach: Von da an lernte das Modell die Trainingszeilen auswendig. Andere Validierungszahlen können trotzdem besser geworden sein. Wenn nicht, trainiere weniger Epochen.`,

  ends: {
    fitted: (_, time) => `Der Kopf wurde${time} angepasst`,
    done: (n, time) => `Mit ${updates(n)}${time} fertig trainiert`,
    stopped: (n, time) => `Nach ${updates(n)}${time} beendet`,
    error: (n, time) => `Nach ${updates(n)}${time} durch einen Fehler beendet`,
  },
  within: (seconds) => ` in ${duration(seconds)}`,
  atSpeed: (end, speed) => `${end}${speed ? `, ${count(speed)} Tokens pro Sekunde` : ''}.`,
  tookSince: (end, before, seconds) =>
    `${end}; die nach der ${count(before)}. Aktualisierung dauerten ${duration(seconds)}.`,
  bestOf: (epoch, of, metric) =>
    `Die Gewichte sind die von Epoche ${epoch}, der besten von ${of} (Validierung: ${metric}).`,
  endedEarly: 'Das Training endete vorzeitig, da die Epochen danach nicht besser waren.',
  bestSoFar: (epoch) => `Die Gewichte sind die von Epoche ${epoch}, der bisher besten.`,
  asTheyWere:
    'Die Gewichte bleiben, wie sie in diesem Moment waren: Du kannst sie bewerten, ausprobieren oder herunterladen.',
  seeHowGood: '<evaluate>Sieh, wie gut es ist</evaluate>.',
  nothing: 'Abgebrochen, bevor etwas trainiert war.',

  ended: 'Ein Training ist zu Ende',
  endedAfter: {
    done: (seconds) => `Das Training ist nach ${duration(seconds)} fertig geworden.`,
    stopped: (seconds) => `Das Training wurde nach ${duration(seconds)} beendet.`,
    error: (seconds) => `Das Training ist nach ${duration(seconds)} mit einem Fehler zu Ende gegangen.`,
  },
  see: 'Den Lauf ansehen',
};
