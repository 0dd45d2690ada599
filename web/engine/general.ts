// SPDX-License-Identifier: Apache-2.0
// Sentences about everything and nothing, for the forgetting meter: what an encoder makes of them before and after a
// training shows how much of its general knowledge the training has moved.

export const GENERAL_SENTENCES = [
  'The river rises in the mountains and reaches the sea two hundred miles further north.',
  'She closed the door quietly so that nobody would wake up.',
  'Water boils at a lower temperature when the air pressure falls.',
  'The committee will publish its report on public housing next spring.',
  'My grandfather built this table from the wood of an old apple tree.',
  'Most birds leave the valley before the first snow of the winter.',
  'The train to the capital was late because of a fallen tree.',
  'In the nineteenth century the town was known for its glass and its clocks.',
  'He read the letter twice and put it back into the envelope.',
  'Plants turn light, water and carbon dioxide into sugar and oxygen.',
  'They sold the house and moved to a small village near the coast.',
  'The court decided that the contract was valid from the first day.',
  'After dinner the children played cards until it was dark.',
  'Prices rose by three percent, while wages hardly changed.',
  'The museum shows paintings, coins and tools from the early kingdom.',
  'Do you know when the library opens on Saturday?',
  'A triangle with three equal sides has three equal angles.',
  'The doctor asked how long the pain had lasted and where it began.',
  'Nobody in the team had expected to win the last game of the season.',
  'Some languages have no word for the colour between blue and green.',
  'The new bridge carries cars on the upper level and trains below.',
  'We need flour, two eggs, some butter and a cup of milk.',
  'The moon moves away from the earth by a few centimetres every year.',
  'Her first novel was refused by nine publishers before it became famous.',
];
