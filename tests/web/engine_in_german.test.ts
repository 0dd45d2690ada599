// SPDX-License-Identifier: Apache-2.0
// What the engine's own tables say of the options of a run, and where it takes memory, is there in German.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHOICES, GROUPS, OPTIONS } from '../../web/words/de/engine_options';
import { REASONS, reasonInGerman } from '../../web/words/de/engine_reasons';
import { options } from '../../web/words/de/options';
import { train } from '../../web/words/de/train';
import { speak } from '../../web/words';
import { openPage } from './page';

test('every option has its name, its help, its values and its group', async () => {
  const page = await openPage();
  await page.load();
  const { engineInfo } = await import('../../web/state/engine');
  const { schema } = engineInfo.value!;
  expect(Object.keys(OPTIONS).sort()).toEqual(schema.options.map(({ name }) => name).sort());
  for (const { name, help, group, choices = [] } of schema.options) {
    expect(options.help(name, help), name).not.toBe(help);
    expect(GROUPS, name).toHaveProperty([group]);
    if (name !== 'best_metric') expect(Object.keys(CHOICES[name] ?? {}).sort(), name).toEqual([...choices].sort());
    for (const choice of choices) expect(options.choice(name, choice), name).not.toContain('_');
  }
});

/** Texts of C with a space in them, put together from their parts, without those of errors. */
function textsOf(code: string): string[] {
  const bare = code.replace(/\/\*.*?\*\//gs, '').replace(/^#include.*$/gm, '');
  const literals = bare.matchAll(/(tt_fail\([^"]*)?((?:"(?:[^"\\]|\\.)*"\s*)+)/g);
  return [...literals]
    .filter(([, error]) => error === undefined)
    .map(([, , text]) => text!.replace(/"\s*"/g, '').trim().slice(1, -1))
    .filter((text) => text.includes(' '));
}

test('every reason for a default has its German one', async () => {
  const texts = textsOf(readFileSync('core/train/defaults.c', 'utf8'));
  expect(texts.length).toBeGreaterThan(15);
  expect(Object.keys(REASONS).sort()).toEqual([...new Set(texts)].sort());
  await speak('de');
  expect(
    reasonInGerman(
      'chosen for 6 layers of 384, an encoder below base size: it needs larger steps than 2e-5; half the usual, as the head predicts its labels from the start',
    ),
  ).toBe(
    'gewählt für 6 Schichten der Breite 384, einen Encoder unter der Größe „base“: Er braucht größere Schritte als 2e-5; halb so groß wie sonst, da der Kopf seine Labels von Anfang an vorhersagt',
  );
  expect(
    reasonInGerman('16 for 12000 training rows: the size that most results in the literature were found with'),
  ).toBe('16 bei 12.000 Trainingszeilen: Mit dieser Größe sind die meisten Ergebnisse in der Literatur entstanden');
  expect(
    reasonInGerman('3 for 12000 training rows: with this many rows more would mostly learn them by heart'),
  ).toMatch(/nur auswendig lernen$/);
  await speak('en');
});

test('every region of memory of a run has its name', () => {
  const names = ['core/train', 'core/model', 'core/api']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
    .filter((file) => file.endsWith('.c'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/TT_TAKE\([^,]+, "([^"]+)"/g)].map((found) => found[1]!),
    );
  expect(names).toContain('activations');
  const apart = ['baseline', 'meter', 'novelty', 'trial']; // not of a run
  for (const name of new Set(names)) if (!apart.includes(name)) expect(train.regions, name).toHaveProperty([name]);
});
