// SPDX-License-Identifier: Apache-2.0
// An epoch on real texts of uneven length: ours without padding, PyTorch's batches padded to their longest row.
import { readFileSync } from 'node:fs';
import { parseTable } from '../../web/read/parse';
import type { Bench } from './benches';
import { MINILM, random } from './models';
import { median } from './stats';
import { NO_TORCH, Torch } from './torch';

const BATCH = 16;
const TOKENS_EACH = 128; // 2,048 in flight
const TURN = 5; // steps
/** PyTorch's time over ours: we take at most 0.7 of it. */
const GOAL = Number((1 / 0.7).toFixed(3));

/** Batches of a shuffled epoch: the lengths of their rows. */
function batches(lengths: number[]): number[][] {
  const next = random(1);
  const shuffled = lengths.map((length) => ({ length, at: next() })).sort((a, b) => a.at - b.at);
  return Array.from({ length: Math.ceil(lengths.length / BATCH) }, (_, i) =>
    shuffled.slice(i * BATCH, (i + 1) * BATCH).map(({ length }) => length),
  );
}

export const epoch: Bench = async function* ({ place, threads, python, say, wanted }) {
  const torch = Torch.start(python);
  if (!torch) say(NO_TORCH);
  for (const name of ['reviews', 'requests']) {
    const label = `MiniLM-L6, ${name}.csv, batches of ${BATCH}`;
    if (!wanted(label)) continue;
    const texts = parseTable(readFileSync(`public/samples/${name}.csv`)).rows.map((row) => row[0]!);
    const lab = await place.lab();
    const { id } = await lab.training(await lab.engine(threads), MINILM, { batch: BATCH, length: TOKENS_EACH, texts });
    const rows = batches(await lab.lengths(id, texts));
    await torch?.training(MINILM, threads);
    await torch?.steps(rows.slice(0, 2));
    await lab.steps(id, 2);
    const [ours, theirs, ratios]: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i < rows.length; i += TURN) {
      const turn = rows.slice(i, i + TURN);
      const times = (await lab.steps(id, turn.length)).map(({ ms }) => ms);
      ours.push(...times);
      if (!torch) continue;
      const peers = await torch.steps(turn);
      theirs.push(...peers);
      ratios.push(sum(peers) / sum(times));
    }
    yield {
      row: {
        bench: 'epoch',
        case: label,
        value: sum(ours) / 1000,
        unit: 's',
        peer: torch?.name ?? null,
        peer_value: torch ? sum(theirs) / 1000 : null,
        ratio: torch ? median(ratios) : null,
        goal: torch ? GOAL : null,
      },
      ratios,
      note: `${texts.length} rows`,
    };
  }
  torch?.stop();
};

const sum = (times: number[]): number => times.reduce((all, time) => all + time, 0);
