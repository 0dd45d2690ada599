// SPDX-License-Identifier: Apache-2.0
// The layers of web/ and what each may import; scripts/check_floors runs dependency-cruiser with these rules.

/** A layer: its folders, or files without their ending, and the layers that it may import. */
const layers = {
  words: {
    places: ['messages', 'metrics', 'run_log', 'snapshot', 'failure', 'retry', 'inherit'].map((name) => `engine/${name}`),
    below: [],
  },
  client: { places: ['engine/client'], below: ['words', 'foreign', 'entry'] }, // of the last the address alone
  entry: { places: ['engine/worker'], below: ['words', 'worker'] },
  worker: {
    places: ['engine(?!/(messages|metrics|run_log|snapshot|failure|retry|inherit|client|worker)\\.)'],
    below: ['words', 'hub', 'onnx'],
  },
  data: { places: ['data'], below: ['words'] },
  kept: { places: ['project/(copies|disk|lock|store)'], below: ['words'] },
  hub: { places: ['hub'], below: ['words', 'kept', 'data', 'foreign'] },
  foreign: { places: ['foreign'], below: ['words'] },
  project: { places: ['project(?!/(copies|disk|lock|store)\\.)'], below: ['words', 'kept', 'hub', 'data'] },
  recipe: { places: ['recipe'], below: ['words', 'data', 'hub'] },
  onnx: { places: ['onnx'], below: ['words', 'hub'] },
  style: { places: ['style'], below: [] },
  ui: { places: ['ui'], below: [] },
  charts: { places: ['charts'], below: ['ui'] },
  offline: { places: ['offline'], below: [] },
  state: { places: ['state'], below: ['words', 'client', 'data', 'ui', 'offline', 'project', 'kept', 'recipe'] },
  views: { places: ['views'], below: ['words', 'state', 'data', 'charts', 'ui', 'offline'] },
  page: { places: ['app', 'main', 'start'], below: ['state', 'views', 'data', 'ui', 'style', 'offline'] },
  package: { places: ['package'], below: ['words', 'worker', 'data', 'hub'] },
  cli: { places: ['cli'], below: ['words', 'worker', 'data', 'hub', 'onnx', 'recipe'] },
};

const path = ({ places }) => `^web/(${places.join('|')})[./]`;
const every = Object.values(layers).map(path);

export default {
  forbidden: [
    ...Object.entries(layers).map(([name, layer]) => ({
      name: `${name}-imports-only-${['itself', ...layer.below].join('-')}`,
      severity: 'error',
      from: { path: path(layer) },
      to: { path: '^(web|core|tests|scripts)/', pathNot: [layer, ...layer.below.map((below) => layers[below])].map(path) },
    })),
    { name: 'in-no-layer', severity: 'error', from: { path: '^web/', pathNot: every }, to: {} },
    { name: 'in-no-layer-alone', severity: 'error', from: { orphan: true, path: '^web/', pathNot: every }, to: {} },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true, // imports of types count
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
