// SPDX-License-Identifier: Apache-2.0
// The training that is planned, as a folder to go on with on other machines.
import { signal } from '@preact/signals';
import { makeZip } from 'client-zip';
import { blobOf } from '../border/whole';
import { download } from './download';
import { dataset } from './data';
import { engine } from './engine';
import { model } from './model';
import { cut } from './tokens';
import { plan, pooling } from './training';
import { attempt } from './trouble';

export const recipeTrouble = signal('');

export async function saveRecipe(): Promise<void> {
  const [prepared, planned, encoder] = [dataset.value, plan.value, model.value];
  if (!prepared || !planned || !encoder) return;
  const name = 'recipe';
  await attempt(recipeTrouble, async () => {
    const { baseOf, recipeFiles } = await import('../recipe/recipe');
    const base = await baseOf(encoder, prepared, cut.value, (input) => engine.call('tokenize', input));
    const wanted = { name, prepared, options: planned.options, cut: cut.value, pooling: pooling.value, base };
    const files = await recipeFiles(wanted);
    const entries = files.map((file) => ({ name: `${name}/${file.name}`, input: file.text }));
    download(await blobOf(makeZip(entries)), `${name}.zip`);
  });
}
