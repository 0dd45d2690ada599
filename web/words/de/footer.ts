// SPDX-License-Identifier: Apache-2.0
import type { footer as English } from '../en/footer';
import { plural } from '../plural';

export const footer: typeof English = {
  promise: 'Nichts verlässt diesen Rechner',
  promised:
    'Deine Texte, Labels und Modelle bleiben auf diesem Rechner: in diesem Tab und im Speicher des Browsers für diese Seite, wo <step>Schritt 1</step> sie auflistet und löscht. Prüfe es nach: Öffne die Entwicklerwerkzeuge (F12), dort „Netzwerk“, und trainiere: Keine Anfrage enthält deine Daten. Oder lade einen Encoder, schalte das Netz aus und trainiere.',
  why: 'Warum man sich darauf verlassen kann',
  policy:
    'Eine Content-Security-Policy lässt die Seite und ihren Rechenkern, wo deine Texte sind, nur mit dieser Website Verbindungen aufnehmen und verbietet, Formulare zu senden und fremden Code zu laden. Was du von einem anderen Server holst, liest ein Rahmen, der keinen Text bekommt: Seine Regeln nennen nur diesen einen Server, und er verschwindet, wenn die Datei gelesen ist. Keine Cookies, keine Konten, keine Statistik.',
  engine: 'Rechenkern',
  speed: (build, threads, gflops) =>
    `${build}, ${plural(threads, { one: '# Thread', other: '# Threads' })}, ${gflops} GFLOP/s.`,
  starting: 'Wird gestartet …',
  offline: {
    yes: 'Die Seite, die Beispiele und ihr erster Encoder sind in diesem Browser gespeichert: Sie öffnen sich von jetzt an ohne Netz.',
    soon: 'Die Seite, die Beispiele und ihr erster Encoder werden gerade in diesem Browser gespeichert, um sich ohne Netz zu öffnen.',
    no: 'Dieses Fenster speichert die Seite nicht: Jeder Besuch braucht das Netz. Meist liegt es an privaten Fenstern, strengen Einstellungen oder Adressen mit http://.',
    failed:
      'Die Seite ist nicht in diesem Browser gespeichert: Ihr Service Worker konnte nicht geladen oder gestartet werden. Lade die Seite neu, um es noch einmal zu versuchen; bis dahin braucht jeder Besuch das Netz.',
  },
  samples: 'Quellen der Beispiele',
};
