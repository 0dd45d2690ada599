// SPDX-License-Identifier: Apache-2.0
// Other ways to read a file, a button each.
import type { Choice } from '../read/problems';
import { Button } from '../ui/button';
import { inWords } from '../words';

export function Choices({ choices = [], take }: { choices?: Choice[] | undefined; take: (choice: Choice) => unknown }) {
  if (choices.length === 0) return null;
  return (
    <div class="row">
      {choices.map((choice) => (
        <Button key={choice.words} onClick={() => take(choice)}>
          {inWords({ text: choice.words, said: choice.said })}
        </Button>
      ))}
    </div>
  );
}
