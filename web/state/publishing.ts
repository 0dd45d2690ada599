// SPDX-License-Identifier: Apache-2.0
// A copy of the trained model for the user's account at the hub: its files are made, shown, and sent when that is asked
// for.
import { batch, computed, signal } from '@preact/signals';
import { EngineFailure } from '../border/failure';
import { filesIn, total } from '../publish/files';
import type { Done, Named, Site } from '../publish/messages';
import { Publisher } from '../publish/page';
import { siteOf } from '../publish/site';
import { EXPIRED, TAKEN } from '../publish/trouble';
import { words } from '../words';
import { engine } from './engine';
import { headAt } from './head';
import { aboutTrained } from './results';
import { attempt, sentence } from './trouble';

/** How the site is known at the hub; null: it is not, and nothing is offered. */
export const site = signal<Site | null>(null);

/** The page's own server has it, in a file that whoever puts the page online fills in. */
export async function readSite(): Promise<void> {
  try {
    const response = await fetch('publish.json');
    site.value = siteOf((await response.json()) as Partial<Site>);
  } catch {
    site.value = null; // without that file, or without a network
  }
}

export type What = 'model' | 'head';
export interface Form {
  dtype: 'F32' | 'F16';
  onnx: boolean;
}

const made = signal<{ head: number; files: Named[] } | null>(null);
/** The files that will be sent; null: none are made, or those of another model. */
export const files = computed(() => (made.value?.head === headAt.value ? made.value.files : null));
export const bytesToSend = computed(() => total(files.value ?? []));
export const dropFiles = (): void => void (made.value = null);
export const making = signal(false);
export const publishTrouble = signal('');

export async function makeFiles(what: What, name: string, { dtype, onnx }: Form): Promise<void> {
  making.value = true;
  await attempt(publishTrouble, async () => {
    const head = headAt.value;
    const about = await aboutTrained(name);
    const zip = await engine.call(what === 'head' ? 'export.head.folder' : 'export.model', { ...about, dtype, onnx });
    made.value = { head, files: await filesIn(zip) };
  });
  making.value = false;
}

let publisher: Promise<Publisher> | null = null;

/** Where the user signs in; '': not asked for yet. */
export const signInAt = signal('');
/** The account's name; '': nobody is signed in. */
export const account = signal('');

/** The frame comes into the page, and the sign-in waits for its window. */
export async function offerSignIn(): Promise<void> {
  const at = site.value;
  if (!at || signInAt.value) return;
  await attempt(publishTrouble, async () => {
    const { url, name } = await (await (publisher ??= Publisher.open(at))).signIn(at);
    signInAt.value = url;
    void name.then(
      (found) => batch(() => ([account.value, publishTrouble.value] = [found, ''])),
      async (error: unknown) => {
        forget();
        await offerSignIn();
        publishTrouble.value = sentence(error);
      },
    );
  });
}

function forget(): void {
  account.value = signInAt.value = '';
}

export const sending = signal<Done | null>(null);
/** A repository that is there already. */
export const taken = signal('');
/** Where the model of now was sent. */
const sent = signal<{ head: number; url: string; update: boolean } | null>(null);
export const published = computed(() => (sent.value?.head === headAt.value ? sent.value : null));

export async function send(name: string, isPrivate: boolean, update: boolean): Promise<void> {
  const now = files.value;
  if (!now || !account.value || sending.value) return;
  const head = headAt.value;
  const place = `${account.value}/${name}`;
  sending.value = { done: 0, total: 0 };
  publishTrouble.value = taken.value = '';
  addEventListener('beforeunload', ask);
  try {
    const input = { name, files: now, isPrivate, update };
    const url = await (await publisher!).push(input, (done) => void (sending.value = done));
    sent.value = { head, url, update };
  } catch (error) {
    const { code } = error as EngineFailure;
    if (code === EXPIRED) {
      forget();
      await offerSignIn();
    }
    if (code === TAKEN) taken.value = place;
    publishTrouble.value = code === 'E_CANCELLED' ? words.publishing.stoppedAfter(place) : sentence(error);
  }
  removeEventListener('beforeunload', ask);
  sending.value = null;
}

/** Before the tab is closed: what has been sent is lost without its end. */
const ask = (event: Event): void => event.preventDefault();

export async function stopSending(): Promise<void> {
  (await publisher)?.stop();
}
