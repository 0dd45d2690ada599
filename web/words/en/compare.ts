// SPDX-License-Identifier: Apache-2.0
// Two models beside each other.
export const compare = {
  title: 'Compare two models on this text',
  lead: 'A second model is opened beside the one in place, in an engine of its own: that takes the memory of both.',
  noLabel: 'no label',
  nothing: 'nothing is marked',
  probabilities: 'Probabilities',
  same: 'Both give the same answer.',
  differ: 'Their answers differ.',
  inPlace: (name: string) => `In place: ${name}`,
  beside: (name: string) => `Beside it: ${name}`,
  stop: 'Stop',
  choose: 'Choose a model or a head',
  chooseHint: 'The zip or the folder of a model that was trained, or a head.safetensors for the encoder in place.',
  orHold: 'Or hold the model trained here, train another one, and come back:',
  hold: 'Hold this model',
  writeText: 'Write a text above: both models answer it.',
  close: (name: string) => `Close ${name}`,

  starting: 'Starting a second engine',
  died: (why: string) => `The second model was closed: ${why} There may be too little memory for two.`,
  untrained: (name: string) => `${name} has no trained head. Choose a model that was trained, or a head.`,
  notTwice: 'The encoder of the model in place cannot be opened a second time: load it again first.',
  held: (name: string, summary: string) => `${name}, ${summary}`,
};
