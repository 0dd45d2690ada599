// SPDX-License-Identifier: Apache-2.0
// A trained LoRA adapter -> the files of a folder that PEFT opens.
import type { AdapterInfo } from '../border/messages';
import { baseModel, termLines } from './card';
import { oneLine, quoted, spanned } from './escape';
import type { Trained } from './trained';
import { VERSION } from './version';
import { encodeJson, type ExportFile, type Weights } from './export_file';

const [SETTINGS, CARD, WEIGHTS] = ['adapter_config.json', 'README.md', 'adapter_model.safetensors'] as const;
export const ADAPTER_FILES = [SETTINGS, CARD, WEIGHTS];

export function adapterFolder(adapter: AdapterInfo, trained: Trained, weights: Weights): ExportFile[] {
  const small: [string, Uint8Array<ArrayBuffer>][] = [
    [SETTINGS, encodeJson(adapterConfig(adapter, trained))],
    [CARD, new TextEncoder().encode(adapterCard(trained))],
  ];
  return [
    ...small.map(([name, bytes]) => ({ name, size: bytes.byteLength, pieces: () => [bytes] })),
    { name: WEIGHTS, ...weights },
  ];
}

const ofWords = ({ task }: Trained) => task === 'token_classification';

function adapterConfig(adapter: AdapterInfo, trained: Trained): object {
  return {
    peft_type: 'LORA',
    task_type: ofWords(trained) ? 'TOKEN_CLS' : 'SEQ_CLS',
    base_model_name_or_path: baseOf(trained),
    ...adapter,
    bias: 'none',
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    layers_pattern: null,
    layers_to_transform: null,
  };
}

/** A name on the hub; of a local folder a path to it, which nobody looks up elsewhere. */
const baseOf = ({ base }: Trained): string => (baseModel(base) ? base : `./${base}`);

function adapterCard(trained: Trained): string {
  const { name, base, labels } = trained;
  const kind = ofWords(trained) ? 'TokenClassification' : 'SequenceClassification';
  const names = labels.map((label, i) => `${i}: ${quoted(label)}`).join(', ');
  const where = baseModel(base)
    ? ''
    : ` The folder of ${spanned(base)} is not part of this one: put its path where it stands.`;
  return `---
library_name: peft
${termLines(trained)}${baseModel(base)}tags:
- tabtune
- lora
---

# ${oneLine(name)}

A LoRA adapter for ${spanned(base)}, trained with Tabtune ${VERSION}.${where}

\`\`\`python
from peft import PeftModel
from transformers import AutoModelFor${kind}

base = AutoModelFor${kind}.from_pretrained(${quoted(baseOf(trained))}, id2label={${names}}).float()
model = PeftModel.from_pretrained(base, ${quoted(`./${name}`)}).eval()
\`\`\`

\`.float()\` makes the base float32: training on in float16 ends in NaN.
`;
}
