// SPDX-License-Identifier: Apache-2.0
// The question before a trained model is replaced: what would be lost, and the way to save it first.
import { savedTo, trained } from '../state/head';
import { answerQuestion, question, type Place } from '../state/replace';
import { saveHead, saveModel, saveTrouble, SAVES, saving } from '../state/results';
import { Button } from '../ui/button';
import { Notice, Trouble } from '../ui/notice';
import { words } from '../words';
import { JobMeter } from './job';

const NAME = 'my-classifier';
const SHOWN = 4;

const some = (labels: string[]) => labels.slice(0, SHOWN).join(', ') + (labels.length > SHOWN ? '…' : '');

export function LosePanel({ place }: { place: Place }) {
  const [asked, model] = [question.value, trained.value];
  if (asked?.place !== place || !model) return null;
  const { replace } = words;
  const frozen = model.method === 'head';
  const save = () => (frozen ? saveHead(`${NAME}-head`) : saveModel(NAME, 'F32', true));
  return (
    <section class="question" role="group" aria-label={replace.title}>
      <Notice kind={savedTo.value ? 'good' : 'warn'}>
        {savedTo.value
          ? replace.saved(savedTo.value)
          : replace.unsaved(some(model.data.labels), model.summary, asked.what)}
      </Notice>
      {saving.value && <JobMeter of={SAVES} />}
      <Trouble text={saveTrouble.value} />
      <div class="row">
        {!savedTo.value && (
          <Button kind="primary" busy={!!saving.value} onClick={save}>
            {frozen ? replace.headFirst : replace.modelFirst}
          </Button>
        )}
        <Button
          kind={savedTo.value ? 'primary' : undefined}
          disabled={!!saving.value}
          onClick={() => answerQuestion(true)}
        >
          {savedTo.value ? asked.what : replace.without(asked.what)}
        </Button>
        <Button kind="quiet" onClick={() => answerQuestion(false)}>
          {replace.keep}
        </Button>
      </div>
    </section>
  );
}
