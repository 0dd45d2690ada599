// SPDX-License-Identifier: Apache-2.0
// A link that opened the page: what it names, the question before another host is asked for something, and the way to
// all of it filled in.
import { signal } from '@preact/signals';
import { addressOf, encoderPlace, hostOf, readLink, short, type EncoderPlace, type Link } from '../share/link';
import { arrived, forgetLink, keepForReload } from './arrived';
import { dataset, dataTrouble, mainFile, MOST_DATA, openData, openSample, SAMPLES, upToDate } from './data';
import { sumOf } from '../project/disk';
import { answering } from './head';
import { roleOfHead } from './kept_encoder';
import { engine, engineInfo, engineTrouble } from './engine';
import { chooseOptions, chooseRows, readChoices, type LinkChoices } from './link_options';
import {
  declineDefault,
  headSource,
  headTrouble,
  listed,
  model,
  modelTrouble,
  openHead,
  openListed,
  openUrl,
  readList,
} from './model';
import { begin, beginAnew, openOther, project } from './project';
import { otherWith } from './projects';
import { goTo, type StepId } from './steps';
import { attempt, sentence } from './trouble';
import { until } from './until';
import { inWords, words } from '../words';
import type { InLink } from '../words/en/link_faults';

/** Bytes that are fetched of a file. */
const MOST_HEAD = 100e6;

export interface Named {
  what: InLink;
  name: string;
  /** null: this site, or the link itself. */
  host: string | null;
}

export interface Asked {
  link: Link;
  named: Named[];
  encoder: EncoderPlace | null;
  head: URL | null;
  data: URL | null;
  choices: LinkChoices;
  /** Something is open already: the link gets a project of its own. */
  busy: boolean;
}

/** The link is good, and waits for the user's word. */
export const asked = signal<Asked | null>(null);
export const linkFaults = signal<string[]>([]);
export const linkTrouble = signal('');
/** Something of it was opened before that. */
export const inPart = signal(false);
export const following = signal(false);

const isBusy = () => !!(project.value || mainFile.value || model.value);

/** What it names; throws a sentence, and asks this site alone. */
async function look(link: Link): Promise<{ asked: Asked; faults: string[] }> {
  const page = document.baseURI;
  if (link.encoder && !listed.value) await readList();
  const names = (listed.value ?? []).map(({ name }) => name);
  const encoder = link.encoder ? encoderPlace(link.encoder, names, page) : null;
  const head = link.head ? addressOf('head', link.head, page) : null;
  const data = link.data ? addressOf('data', link.data, page) : null;
  const named: Named[] = [];
  if (encoder) named.push({ what: 'encoder', name: link.encoder!, host: encoder.host });
  if (head) named.push({ what: 'head', name: short(head.href, 120), host: hostOf(head, page) });
  if (link.packed) named.push({ what: 'head', name: '', host: null });
  if (data) named.push({ what: 'data', name: short(data.href, 120), host: hostOf(data, page) });
  const { choices, faults } = await choicesOf(link);
  return { asked: { link, named, encoder, head, data, choices, busy: isBusy() }, faults };
}

/** The engine has the table of options. */
async function choicesOf({ options, data }: Link): Promise<ReturnType<typeof readChoices>> {
  const none = !Object.keys(options).length;
  if (!none) await until(() => !!engineInfo.value || !!engineTrouble.value);
  if (!none && !engineInfo.value) throw new Error(words.link.optionsUnread(engineTrouble.value));
  return readChoices(options, engineInfo.value?.schema ?? { options: [], tasks: [] }, !!data);
}

/** Begins when this code is there. What asks no other host and takes the place of nothing is opened at once. */
export async function readArrived(): Promise<void> {
  const { search, hash, agreed } = arrived.value!;
  const { link, faults } = readLink(search, hash);
  await begin();
  try {
    const found = faults.length ? null : await look(link);
    linkFaults.value = found?.faults ?? faults.map(inWords);
    if (!found || linkFaults.value.length) return;
    if (await isKept(link)) return;
    asked.value = found.asked;
    const alone = !found.asked.busy && found.asked.named.every(({ host }) => host === null);
    if (agreed || alone) await follow();
  } catch (error) {
    linkFaults.value = [sentence(error)];
  }
}

/** The head in the link is that of a project, which is open then. */
async function isKept({ packed, data, options }: Link): Promise<boolean> {
  if (!packed || data || Object.keys(options).length) return false;
  const sum = await headFile(packed)
    .then(sumOf)
    .catch(() => ''); // what is wrong with it is told when it is opened
  const here = headSource.value?.sum === sum;
  const other = here ? undefined : await otherWith(roleOfHead(sum));
  if (!here && other === undefined) return false;
  goTo('try');
  refuse();
  if (other !== undefined) await openOther(other);
  return true;
}

/** Nothing is opened. */
export function refuse(): void {
  asked.value = null;
  linkFaults.value = [];
  linkTrouble.value = '';
  forgetLink();
}

/** The user's word, or none is needed. */
export async function follow(): Promise<void> {
  const wanted = asked.value!;
  if (isBusy()) {
    keepForReload();
    return beginAnew();
  }
  following.value = true;
  const stopped = await fill(wanted);
  following.value = false;
  if (stopped === null) {
    goTo(stepFor(wanted));
    refuse();
  } else {
    inPart.value = !!(mainFile.value || model.value);
    goTo(stopped);
    forgetAddress();
  }
}

/** Where one goes on. */
function stepFor({ head, link, data, encoder }: Asked): StepId {
  if (head || link.packed) return 'try';
  if (!data) return 'load';
  return encoder && dataset.value ? 'train' : 'prepare';
}

/** The panel stays, with what went wrong. */
function forgetAddress(): void {
  const link = arrived.value;
  forgetLink();
  arrived.value = link;
}

/** One after the other. Returns the step where something failed, with its sentence in `linkTrouble`. */
async function fill({ link, encoder, head, data, choices }: Asked): Promise<StepId | null> {
  if (encoder) declineDefault();
  const failed = (step: StepId, why: string): StepId => {
    linkTrouble.value = why || words.link.stopped;
    return step;
  };
  if (data && !(await attempt(linkTrouble, () => fillData(data, choices)))) return failed('prepare', linkTrouble.value);
  if (encoder && !(await fillEncoder(link.encoder!, encoder))) return failed('load', modelTrouble.value);
  if (head || link.packed) {
    if (
      !(await attempt(linkTrouble, async () => openHead(head ? await fetchHead(head) : await headFile(link.packed!))))
    )
      return failed('load', linkTrouble.value);
    if (!answering.value) return failed('load', headTrouble.value);
  }
  chooseOptions(choices);
  return null;
}

async function fillData(url: URL, choices: LinkChoices): Promise<void> {
  const sample = SAMPLES.find(({ path }) => new URL(path, document.baseURI).href === url.href);
  const fetched = sample
    ? null
    : await engine.call('file.fetch', { url: url.href, name: words.link.fileOf.data, most: MOST_DATA });
  const opened = sample ? await openSample(sample) : await openData([fetched!], { address: url.href });
  if (!opened) throw new Error(dataTrouble.value);
  try {
    chooseRows(choices);
  } catch (error) {
    throw new Error(words.link.inData(sentence(error)));
  }
  await until(() => upToDate.value || !!dataTrouble.value);
}

async function fillEncoder(name: string, { address }: EncoderPlace): Promise<boolean> {
  const before = model.value?.at;
  if (address !== null) await openUrl(address);
  else await openListed(listed.value!.find((entry) => entry.name === name)!);
  return !!model.value && model.value.at !== before;
}

const fetchHead = (url: URL): Promise<File> =>
  engine.call('file.fetch', { url: url.href, name: words.link.fileOf.head, most: MOST_HEAD });

async function headFile(packed: string): Promise<File> {
  const { unpackHead } = await import('../share/packed');
  return new File([unpackHead(packed)], words.link.headFile);
}
