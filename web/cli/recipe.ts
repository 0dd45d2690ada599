// SPDX-License-Identifier: Apache-2.0
// tabtune recipe: the training that `tabtune train` would do, as a folder to go on with on a cluster.
import { join } from 'node:path';
import { baseOf, recipeFiles } from '../recipe/recipe';
import type { NodeEngine } from './engine';
import { checkOwn } from './folder';
import { planOf } from './plan';
import { makeReady, openEncoder, readFiles, seedOf } from './prepare';
import { say } from './terminal';
import type { Arguments } from './usage';
import { makeFolder, writeFiles } from './write';

export async function recipe(args: Arguments, engine: NodeEngine): Promise<void> {
  const out = args.values.out!;
  checkOwn(out, 'recipe.json', ['README.md', 'train.py', 'fit.py', 'predict.py', 'requirements.txt']);
  await makeFolder(out); // not found out after the reading
  const data = await readFiles(args);
  await openEncoder(args, engine);
  const seed = seedOf(args, engine);
  const ready = await makeReady(args, engine, data, { seed });
  const { plan } = await planOf(args, ready, seed);
  const { prepared, model, cut } = ready;
  const files = await recipeFiles({
    name: out.split('/').filter(Boolean).at(-1) ?? 'recipe',
    prepared,
    options: plan.options,
    cut,
    pooling: model.head!.pooling,
    base: await baseOf(model, prepared, cut, engine.handlers.tokenize),
  });
  const bytes = files.map(({ name, text }) => [name, new TextEncoder().encode(text)] as const);
  await writeFiles(
    out,
    bytes.map(([name, content]) => ({ name, size: content.byteLength, pieces: () => [content] })),
  );
  say(`Wrote ${out}: ${join(out, 'README.md')} has the commands for one machine and for many.`);
}
