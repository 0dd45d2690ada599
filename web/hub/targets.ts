// SPDX-License-Identifier: Apache-2.0
// Which modules adapter_config.json names, as PEFT picks them (check_target_module_exists). A tensor of another module
// is dropped there without a word, so it is no part of what the adapter answers.
import { fail } from '../border/failure';
import { adapterErrors } from '../words/en/adapter_errors';
import { saying } from '../words/said';

const say = saying('adapterErrors', adapterErrors);

export const ADAPTER_CONFIG = 'adapter_config.json';

type Config = Record<string, unknown>;
type Test = (module: string) => boolean;

/** The key that leaves `module` out, or null. `name`: the adapter's, for sentences. */
export function leavesOut(name: string, config: Config): (module: string) => string | null {
  const tests: [string, Test][] = [];
  const { exclude_modules: excluded, modules_to_save: saved, target_modules: targets } = config;
  if (isGiven(excluded)) tests.push(['exclude_modules', ofNames(name, 'exclude_modules', excluded)]);
  if (Array.isArray(saved)) tests.push(['modules_to_save', (module) => saved.some((part) => isIn(module, part))]);
  // Where it is not given PEFT has a list for each kind of model, and "all-linear" is all.
  if (isGiven(targets) && String(targets).toLowerCase() !== 'all-linear') {
    const isTarget = ofNames(name, 'target_modules', targets);
    tests.push(['target_modules', (module) => !isTarget(module)]);
  }
  const layers = [config.layers_to_transform ?? []].flat();
  if (layers.length && typeof targets !== 'string') {
    const layerOf = layerReader(name, config.layers_pattern);
    tests.push(['layers_to_transform', (module) => !layers.some((layer) => layer === layerOf(module))]);
  }
  return (module) => tests.find(([, test]) => test(module))?.[0] ?? null;
}

const isGiven = (names: unknown) => names !== undefined && names !== null && [names].flat().length > 0;

const isIn = (module: string, part: unknown) => `.${module}.`.includes(`.${String(part)}.`);

/** A pattern for the whole name, or a list of what names end in. */
function ofNames(name: string, key: string, names: unknown): Test {
  if (typeof names === 'string') {
    const pattern = patternOf(name, key, names, (own) => `^(?:${own})$`);
    return (module) => pattern.test(module);
  }
  if (!Array.isArray(names)) return fail('E_FORMAT', say.noPattern(ADAPTER_CONFIG, name, key, JSON.stringify(names)));
  return (module) => names.some((end) => `.${module}`.endsWith(`.${String(end)}`));
}

/** The number of the layer that a module lies in: the first one in its name; of another module undefined. */
function layerReader(name: string, given: unknown): (module: string) => number | undefined {
  const names = [given ?? []].flat().map(String);
  const patterns = names.length
    ? names.map((own) => patternOf(name, 'layers_pattern', own, (part) => `^(?:|.*?\\.)${part}\\.(\\d+)\\.`))
    : [/^.*?\.[^.]*\.(\d+)\./];
  return (module) => {
    const found = patterns.map((pattern) => pattern.exec(module)?.at(-1)).find((layer) => layer !== undefined);
    return found === undefined ? undefined : Number(found);
  };
}

/** Python writes the names of groups in another way. */
export function patternOf(name: string, key: string, given: string, within: (own: string) => string): RegExp {
  try {
    return new RegExp(within(given.replaceAll('(?P<', '(?<')));
  } catch {
    return fail('E_FORMAT', say.noPattern(ADAPTER_CONFIG, name, key, given));
  }
}
