// SPDX-License-Identifier: Apache-2.0
// What of a model that was opened is not taken, or could not be checked.
import { count } from '../../ui/format';
import { plural } from '../plural';

const labelsOf = (labels: number | null) =>
  labels === null
    ? 'config.json names no labels, which means two'
    : `config.json names ${plural(labels, { one: '# label', other: '# labels' })}`;

export const modelRemarks = {
  setFit: (name: string, file: string) =>
    `${name} is a model of SetFit, and its head in ${file} is not read: that file is a pickle of scikit-learn, which may run programs. Its encoder is taken, and a new head is trained on it.`,
  prompted: (name: string, file: string, prompt: string) =>
    `${file} of ${name} has sentence-transformers put “${prompt}” before each text (default_prompt_name). Here texts are read as they are: write it before yours where the encoder needs it.`,
  lowered: (name: string, file: string) =>
    `${file} of ${name} has do_lower_case: sentence-transformers turns texts into lower case before it cuts them into tokens. Here capitals stay: write your texts in lower case where the encoder needs that.`,
  otherBase: (name: string, own: string, base: string) =>
    `The adapter ${name} was made for ${own ? `the encoder that it calls ${own}` : 'an encoder that it does not name'}, and is merged into ${base}. Whether the two are the same could not be checked: only the shapes of their weights were, and they fit.`,
  headOutputs: (name: string, tensor: string, outputs: number, labels: number | null) =>
    `The head of ${name} is not taken: ${tensor} in its file has ${plural(outputs, { one: '# output', other: '# outputs' })}, and ${labelsOf(labels)}. Write the labels of its outputs into id2label of config.json to take it.`,
  vocabulary: (name: string, pieces: number, vectors: number) =>
    `The vocabulary of ${name} has ${plural(pieces, { one: '# piece', other: '# pieces' })}, and its encoder has ${plural(vectors, { one: '# vector', other: '# vectors' })} alone (vocab_size in config.json): a text that needs a piece after these is refused. Take the vocabulary that belongs to the encoder.`,
  shortVocabulary: (name: string, pieces: number, vectors: number) =>
    `The vocabulary of ${name} has ${plural(pieces, { one: '# piece', other: '# pieces' })}, and its encoder ${plural(vectors, { one: '# vector', other: '# vectors' })}: the vocabulary was most likely cut short. Fetch it again, or words that it lacks are read as other pieces or as none.`,
  layers: (name: string, layers: number, read: number) =>
    `The file of ${name} has ${plural(layers, { one: '# layer', other: '# layers' })}, and num_hidden_layers in config.json is ${count(read)}: the layers after ${read === 1 ? 'the first' : `the first ${count(read)}`} are not taken.`,
  thresholds: (name: string) =>
    `"thresholds" in config.json of ${name} is not taken, since it has not a number from 0 to 1 for each label: a label is given from 0.5 on. Take the file as it was written.`,
  temperature: (name: string) =>
    `"temperature" in config.json of ${name} is not taken, since it is no number from 0.001 to 1,000: probabilities are those of the head without it. Take the file as it was written.`,
  noScore: (name: string) =>
    `${name} is an adapter, and adapters carry no score of texts that are unlike their training rows: its answers come without one.`,
  noScoreFile: (name: string, file: string) =>
    `${name} lacks ${file}, which its config.json names: its answers come without the score of texts that are unlike its training rows.`,
};
