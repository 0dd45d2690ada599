// SPDX-License-Identifier: Apache-2.0
import type { InLink, linkFaults as English } from '../en/link_faults';

const AS: Record<InLink, string> = { encoder: 'Encoder', head: 'Kopf', data: 'Daten' };
const named = (what: InLink, text: string) => `Der Link nennt als ${AS[what]} „${text}“`;
const ONLY_HTTPS = 'Dateien werden nur von Adressen gelesen, die mit https:// beginnen';

export const linkFaults: typeof English = {
  parameter: (name, known) => `Der Link hat den Parameter „${name}“; es gibt nur ${known}.`,
  twice: (name) => `Der Link hat den Parameter ${name} mehr als einmal.`,
  long: (name, characters, most) =>
    `Der Parameter ${name} des Links hat ${characters} Zeichen; höchstens ${most} werden gelesen.`,
  longHead: (characters, most) => `Der Kopf im Link hat ${characters} Zeichen; höchstens ${most} werden gelesen.`,
  twoHeads: 'Der Link hat zwei Köpfe: einen in sich selbst und einen an einer Adresse.',
  headAlone: 'Der Link hat einen Kopf und nennt keinen Encoder: Füge encoder=NAME hinzu.',
  nothing: 'Der Link nennt weder einen Encoder noch Daten.',
  noOption: (text) => `„${text}“ im Link ist keine Option: Schreibe NAME:WERT.`,
  optionTwice: (name) => `Der Link hat die Option ${name} mehr als einmal.`,
  unknownOption: (name) => `Der Link hat die Option „${name}“, die es nicht gibt.`,
  noData: (name) => `Der Link hat die Option ${name}, aber keine Daten.`,
  badOption: (name, why) => `Die Option ${name} des Links ${why}.`,

  noAddress: (what, text) => `${named(what, text)}; das ist keine Adresse.`,
  badCharacters: (what, text) => `${named(what, text)}; das enthält Zeichen, die es in Adressen nicht gibt.`,
  onlyHttps: (what, text) => `${named(what, text)}; ${ONLY_HTTPS}.`,
  userName: (what, text) => `${named(what, text)}; darin steht ein Benutzername: Nimm ihn heraus.`,
  notSafe: (what, text) => `${named(what, text)}; von anderen Servern gilt: ${ONLY_HTTPS}.`,
  damaged: 'Der Kopf im Link ist beschädigt oder abgeschnitten. Kopiere den ganzen Link noch einmal.',
  otherVersion: 'Der Kopf im Link stammt von einer anderen Fassung dieser Seite.',
};
