// SPDX-License-Identifier: Apache-2.0
import { brief } from '../../ui/format';
import type { builds as English } from '../en/builds';

const CURRENT = 'ein aktuelles Chrome, Edge, Firefox oder Safari';
const HEADERS =
  'Der Server sendet die Header Cross-Origin-Opener-Policy: same-origin und Cross-Origin-Embedder-Policy: require-corp nicht.';

export const builds: typeof English = {
  oneThread: (why) => `Nur ein Thread: Das Training dauert länger, geht aber. ${why}`,
  silent:
    'Der Browser begann, weitere zu starten, und sie kamen nicht. Lade die Seite neu, um es noch einmal zu versuchen.',
  insecure:
    'Die Adresse beginnt mit http:// und gehört zu einem anderen Rechner. Browser geben Threads nur an https:// und an diesen Rechner (http://localhost). Öffne die Seite über https:// oder starte sie auf diesem Rechner.',
  noSharing: `Dieser Browser gibt der Seite keinen Speicher, den Threads teilen könnten (SharedArrayBuffer). Nimm ${CURRENT}.`,
  framed: 'Die Seite wird in einer anderen Seite gezeigt. Öffne sie in einem eigenen Tab.',
  soon: `${HEADERS} Die Seite wird sie selbst ergänzen: Lade sie gleich neu.`,
  never: `${HEADERS} Die Seite könnte sie selbst ergänzen, aber dieses Fenster erlaubt keinen Service Worker. Meist liegt das an einem privaten Fenster oder an strengen Einstellungen: Nimm ein gewöhnliches Fenster.`,
  notHeeded: `${HEADERS} Die Seite ergänzt sie selbst, aber dieser Browser beachtet sie dort nicht. Nimm ${CURRENT}.`,
  refused:
    'Dieser Browser hat den Speicher verweigert, den Threads teilen. Schließe andere Tabs und Programme und lade die Seite neu.',
  noRelaxed:
    'Dieser Browser hat kein Relaxed SIMD: Das Training geht, ist aber schneller in einem aktuellen Chrome, Edge oder Firefox, die es haben.',
  smaller: (gib) =>
    `Dieser Browser gibt der Seite ${brief(gib)} GiB Speicher für alle Threads, nicht 4 GiB. Was nicht hineinpasst, wird abgelehnt, bevor es beginnt: Nimm dann einen kleineren Encoder oder einen Rechner mit mehr Speicher.`,
  both: (one, other) => `${one} ${other}`,
  noSimd: `Dieser Browser hat kein WebAssembly SIMD, das der Rechenkern braucht. Nimm ${CURRENT}, nicht älter als zwei Jahre.`,
  noWasm: `WebAssembly ist in diesem Browser abgeschaltet, und der Rechenkern braucht es. Erlaube es für diese Seite (auf einem iPhone oder Mac: den Blockierungsmodus für sie ausschalten) oder nimm ${CURRENT}.`,
};
