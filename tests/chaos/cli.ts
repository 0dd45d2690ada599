// SPDX-License-Identifier: Apache-2.0
// Kills of `tabtune train --resume` at random moments, half of them while something is written, until the training
// ends: its files are those of a training that nothing disturbed. Then a disk that is full or read-only, and two
// processes on one state. usage: tests/chaos/cli.ts [--kills N] [--seed N] [--epochs N]
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chance, hold, outcome, settings } from './chaos';

const { kills, epochs: EPOCHS } = settings();

const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
const TRAIN = ['train', '--model', 'tests/golden/tiny-bert', '--data', 'public/samples/reviews.csv', '--threads', '1'];
const ROWS = ['--epochs', EPOCHS, '--learning-rate', '1e-3'];
const command = (place: string, out: string) => [
  ...TRAIN,
  ...ROWS,
  ...['--out', join(place, out), '--resume', join(place, 'run.state')],
];

interface Ended {
  status: number | null;
  said: string;
}
function start(args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn('scripts/tabtune', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += String(text)));
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, said })));
  return { child, ended };
}

/** Of every file of a model but the card, which has a date. */
function hashesOf(out: string): string {
  const names = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
  return names.map((path) => `${path.slice(out.length)} ${hash(path)}`).join('\n');
}

const begun = performance.now();
const whole = await start(command(folder, 'whole')).ended;
if (whole.status !== 0) throw new Error(whole.said);
const length = performance.now() - begun;
const wanted = hashesOf(join(folder, 'whole'));
console.log(`undisturbed: ${(length / 1000).toFixed(1)} s`);

let [killed, whileWritten, trainings, starts] = [0, 0, 0, 0];
while (killed < kills) {
  const place = join(folder, 'killed');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  trainings++;
  for (let step = 0, epochs = 0; ; starts++) {
    const { child, ended } = start(command(place, 'out'));
    const kill = () => {
      if (child.exitCode === null && child.kill('SIGKILL')) killed++;
    };
    const parts = killed < kills && chance() < 0.5;
    const skipped = Math.floor(chance() * 4);
    let seen = 0;
    const out = join(place, 'out');
    if (parts) mkdirSync(out, { recursive: true });
    const looks = [place, ...(parts ? [out] : [])].map((at) =>
      watch(at, (_, name) => {
        if (!parts || !name?.endsWith('.part') || ++seen <= 2 + 3 * skipped) return; // two are of the test at its start
        whileWritten += seen === 3 + 3 * skipped ? 1 : 0;
        setTimeout(kill, chance() * 3);
      }),
    );
    const timer = killed < kills && !parts ? setTimeout(kill, chance() * length) : undefined;
    const { status, said } = await ended;
    clearTimeout(timer);
    looks.forEach((look) => look.close());
    const [, from, all] = /going on from step (\d+) of (\d+)/.exec(said) ?? [];
    if (from !== undefined) {
      const each = Number(all) / Number(EPOCHS);
      hold('no step that was saved is lost', Number(from) >= step, `${from} after ${step}`);
      hold('at most the last epoch is lost', Number(from) >= (epochs - 1) * each, `${from} after ${epochs} epochs`);
      step = Number(from);
    }
    epochs = Math.max(epochs, ...[...said.matchAll(/epoch (\d+): /g)].map(([, n]) => Number(n)));
    if (status === 0) break;
    hold('a start goes on or is killed', status === null || status === 137, said);
    if (status === 1 || status === 2) break;
  }
  const out = join(place, 'out');
  hold('the same files', existsSync(out) && hashesOf(out) === wanted);
  hold('nothing is left beside the model', readdirSync(place).join() === 'out', readdirSync(place).join());
}
console.log(`${killed} kills in ${trainings} trainings, ${whileWritten} of them while a file was written`);

// Five megabytes hold the first state and not a second one beside it.
const disk = join(folder, 'disk');
mkdirSync(disk);
if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=5m', 'tmpfs', disk]).status === 0) {
  try {
    const full = await start([...TRAIN, ...ROWS, '--resume', join(disk, 'run.state')]).ended;
    hold(
      'a full disk is told, and the training goes on',
      full.status === 0 && /no space is left/.test(full.said),
      full.said,
    );
    hold('no part is left on a full disk', readdirSync(disk).length === 0, readdirSync(disk).join());
    writeFileSync(join(disk, 'filler'), Buffer.alloc(4_700_000));
    const out = await start([...TRAIN, ...ROWS, '--epochs', '1', '--out', join(disk, 'out')]).ended;
    hold('a model that does not fit is told', out.status === 1 && /no space is left/.test(out.said), out.said);
    const left = existsSync(join(disk, 'out')) ? readdirSync(join(disk, 'out'), { recursive: true }).map(String) : [];
    hold('and nothing half of it is there', !left.some((name) => /\.(part|safetensors|onnx)$/.test(name)), left.join());
    spawnSync('mount', ['-o', 'remount,ro', disk]);
    const closed = await start(command(disk, 'out')).ended;
    hold(
      'a read-only disk is told before the training',
      /read-only/.test(closed.said) && closed.status !== 0,
      closed.said,
    );
    console.log('a full disk and a read-only one');
  } finally {
    spawnSync('umount', [disk]);
  }
} else console.log('a full disk: left out, a small disk cannot be mounted here');

const shared = join(folder, 'two');
mkdirSync(shared);
const first = start(command(shared, 'a'));
while (!existsSync(join(shared, 'run.state'))) await new Promise((done) => setTimeout(done, 20));
const second = await start(command(shared, 'b')).ended;
hold('a second process is refused', second.status === 1 && /Another tabtune writes/.test(second.said), second.said);
hold('the first ends as if alone', (await first.ended).status === 0 && hashesOf(join(shared, 'a')) === wanted);
console.log('two processes on one state');

rmSync(folder, { recursive: true, force: true });
outcome();
