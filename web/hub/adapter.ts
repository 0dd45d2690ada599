// SPDX-License-Identifier: Apache-2.0
// A trained LoRA adapter -> the files of a folder that PEFT opens.
import type { AdapterInfo } from '../engine/messages';
import type { Trained } from './trained';
import { encodeJson, type ExportFile, type Weights } from './export_file';

export function adapterFolder(adapter: AdapterInfo, trained: Trained, weights: Weights): ExportFile[] {
  const small: [string, Uint8Array<ArrayBuffer>][] = [
    ['adapter_config.json', encodeJson(adapterConfig(adapter, trained))],
    ['README.md', new TextEncoder().encode(adapterCard(trained))],
  ];
  return [
    ...small.map(([name, bytes]) => ({ name, size: bytes.byteLength, pieces: () => [bytes] })),
    { name: 'adapter_model.safetensors', ...weights },
  ];
}

const ofWords = ({ task }: Trained) => task === 'token_classification';

export function adapterConfig(adapter: AdapterInfo, trained: Trained): object {
  return {
    peft_type: 'LORA',
    task_type: ofWords(trained) ? 'TOKEN_CLS' : 'SEQ_CLS',
    base_model_name_or_path: trained.base,
    ...adapter,
    bias: 'none',
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    layers_pattern: null,
    layers_to_transform: null,
  };
}

function adapterCard(trained: Trained): string {
  const { name, base, labels } = trained;
  const kind = ofWords(trained) ? 'TokenClassification' : 'SequenceClassification';
  const names = labels.map((label, i) => `${i}: ${JSON.stringify(label)}`).join(', ');
  return `---
library_name: peft
base_model: ${JSON.stringify(base)}
tags:
- tabtune
- lora
---

# ${name}

A LoRA adapter for \`${base}\`, trained with Tabtune.

\`\`\`python
from peft import PeftModel
from transformers import AutoModelFor${kind}

base = AutoModelFor${kind}.from_pretrained("${base}", id2label={${names}})
model = PeftModel.from_pretrained(base, "./${name}")
\`\`\`
`;
}
