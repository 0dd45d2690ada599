// SPDX-License-Identifier: Apache-2.0
// The question before a trained model is replaced: what would be lost, and the way to save it first.
import { savedTo, trained } from '../state/head';
import { answerQuestion, question, type Place } from '../state/replace';
import { saveHead, saveModel, saveTrouble, SAVES, saving } from '../state/results';
import { Button } from '../ui/button';
import { Notice, Trouble } from '../ui/notice';
import { JobMeter } from './job';

const NAME = 'my-classifier';
const SHOWN = 4;

const some = (labels: string[]) => labels.slice(0, SHOWN).join(', ') + (labels.length > SHOWN ? '…' : '');

export function LosePanel({ place }: { place: Place }) {
  const [asked, model] = [question.value, trained.value];
  if (asked?.place !== place || !model) return null;
  const frozen = model.method === 'head';
  const save = () => (frozen ? saveHead(`${NAME}-head`) : saveModel(NAME, 'F32', true));
  return (
    <section class="question" role="group" aria-label="The trained model would be lost">
      <Notice kind={savedTo.value ? 'good' : 'warn'}>
        {savedTo.value
          ? `The trained model is saved as ${savedTo.value}.`
          : `The model trained here (${some(model.data.labels)}; ${model.summary}) is not saved. “${asked.what}” takes ` +
            'its place: its weights are then lost, and its figures stay in the list of runs.'}
      </Notice>
      {saving.value && <JobMeter of={SAVES} />}
      <Trouble text={saveTrouble.value} />
      <div class="row">
        {!savedTo.value && (
          <Button kind="primary" busy={!!saving.value} onClick={save}>
            {frozen ? 'Download the head first' : 'Download the model first'}
          </Button>
        )}
        <Button
          kind={savedTo.value ? 'primary' : undefined}
          disabled={!!saving.value}
          onClick={() => answerQuestion(true)}
        >
          {savedTo.value ? asked.what : `${asked.what} without saving`}
        </Button>
        <Button kind="quiet" onClick={() => answerQuestion(false)}>
          Keep the trained model
        </Button>
      </div>
    </section>
  );
}
