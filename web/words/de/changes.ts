// SPDX-License-Identifier: Apache-2.0
import type { changes as English } from '../en/changes';
import { plural } from '../plural';

export const changes: typeof English = {
  title: 'Texte, deren Antwort sich ändert',
  last: (texts, of, epoch) => `${plural(texts, { one: '# Text', other: '# Texte' })} von ${of} nach Epoche ${epoch}`,
  lead: (of) =>
    plural(of, {
      one: '# Validierungstext wird nach jeder Epoche noch einmal gefragt, mit den Gewichten dieses Augenblicks. Die letzte Epoche steht oben.',
      other:
        '# Validierungstexte werden nach jeder Epoche noch einmal gefragt, mit den Gewichten dieses Augenblicks. Die letzte Epoche steht oben.',
    }),
  epoch: (epoch) => `Epoche ${epoch}`,
  changed: (epoch, answers) =>
    `Epoche ${epoch}: ${answers ? plural(answers, { one: '# Antwort geändert', other: '# Antworten geändert' }) : 'keine Antwort geändert'}`,
  right: 'richtig',
  wrong: (label) => `falsch, richtig ist ${label}`,
  more: (n) => `Und ${n} weitere.`,
};
