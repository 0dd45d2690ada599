// SPDX-License-Identifier: Apache-2.0
// What is wrong with what a project keeps: its encoder, its training, its trained model.
export const kept = {
  notHere: (name: string, address: string) =>
    `The encoder of this project is not on this computer: ${name}, at ${address}`,
  noFiles: (name: string) => `The files of the encoder ${name} are not kept, or damaged. Choose them again in step 3.`,
  otherWeights: (name: string) =>
    `${name} has other weights than in this project: its copy is not on this computer any more, and the server has another version.`,
  runNotKept: (error: string) => `The training goes on without being kept: ${error}`,
  runDamaged: 'What is kept of the training is damaged. Start it anew.',
  runNeeds: 'The training needs its data and its encoder. Load them first.',
  modelNotKept: (error: string) => `The trained model is not kept on this computer: ${error}`,
  headDamaged: (name: string) => `The head ${name} is damaged on this computer. Load it again.`,
  modelDamaged: 'The trained model is damaged on this computer. Train it again.',
};
