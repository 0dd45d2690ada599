// SPDX-License-Identifier: Apache-2.0
// Texts whose answer changes as the model learns.
import { plural } from '../plural';

export const changes = {
  title: 'Texts whose answer changes',
  last: (texts: number, of: number, epoch: number) =>
    `${plural(texts, { one: '# text', other: '# texts' })} of ${of} after epoch ${epoch}`,
  lead: (of: number) =>
    plural(of, {
      one: '# validation text is asked again after each epoch, with the weights of that moment. The last epoch comes first.',
      other:
        '# validation texts are asked again after each epoch, with the weights of that moment. The last epoch comes first.',
    }),
  epoch: (epoch: number) => `Epoch ${epoch}`,
  changed: (epoch: number, answers: number) =>
    `Epoch ${epoch}: ${answers ? plural(answers, { one: '# answer changed', other: '# answers changed' }) : 'no answer changed'}`,
  right: 'right',
  wrong: (label: string) => `wrong, it is ${label}`,
  more: (n: number) => `And ${n} more.`,
};
