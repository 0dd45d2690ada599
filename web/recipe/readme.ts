// SPDX-License-Identifier: Apache-2.0
// README.md of a recipe: how it is started, on one machine and on many.
import { oneLine, spanned } from '../hub/escape';
import { isRepository } from '../hub/terms';
import type { Prepared } from '../rows/prepare';

const counted = (n: number) => n.toLocaleString('en');

export function recipeReadme({ name, base, prepared }: { name: string; base: string; prepared: Prepared }): string {
  const { parts } = prepared;
  const rows = (['train', 'validation', 'test'] as const).map((part) => `${counted(parts[part].length)} ${part}`);
  const local = isRepository(base) ? '' : ' --base PATH_TO_ENCODER';
  const run = `train.py --out model${local}`;
  const repository = `YOUR_NAME/${name.match(/\w+/g)?.join('-') ?? 'mine'}`;
  return `# ${oneLine(name)}

A training that was set up in Tabtune, to go on with where there are more processors: rows of each part (${rows.join(', ')}),
labels, options and the encoder's name (${spanned(base)}) in \`recipe.json\`, the rows themselves in \`rows/\`, each checked by its
hash, and \`train.py\` for transformers and accelerate. It refuses an encoder of other sizes or other tokens than that one's
(\`--other-base\` goes on all the same); other weights of the same shape it cannot tell. The folder has your texts in it: keep it as you keep them.

\`\`\`sh
pip install -r requirements.txt
python ${run}                             # one process
torchrun --nproc_per_node 8 ${run}        # eight processes on one machine
\`\`\`
${local ? `\nThe encoder ${spanned(base)} has no name on a hub: give its folder with \`--base\`, the one that Tabtune loaded.\n` : ''}
\`model/\` then opens in Tabtune (step 3, or \`tabtune predict --model model\`) and in transformers; \`model/report.json\` has
the figures of the test rows. The number of processes changes neither the rows of an update nor its size; figures differ
from those of the tab as those of another seed do, since head, order and dropout are other random numbers. Everything is
float32 unless accelerate is told otherwise (\`accelerate launch --mixed_precision bf16 ${run}\`).

## Slurm

\`\`\`sh
#!/bin/bash
#SBATCH --nodes=2 --ntasks-per-node=1 --gpus-per-node=4 --cpus-per-task=16 --time=01:00:00
head=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
srun torchrun --nnodes "$SLURM_NNODES" --nproc_per_node 4 --rdzv_backend c10d --rdzv_id "$SLURM_JOB_ID" \\
    --rdzv_endpoint "$head:29500" ${run}
\`\`\`

## Ray Train

\`\`\`python
import runpy, sys
from ray.train import ScalingConfig
from ray.train.torch import TorchTrainer

def work():
    sys.argv = ${JSON.stringify(run.split(' '))}
    runpy.run_path("train.py", run_name="__main__")

TorchTrainer(work, scaling_config=ScalingConfig(num_workers=8, use_gpu=True)).fit()
\`\`\`

The folder must lie where all workers see it; start this from inside it.

## A Hugging Face Job

\`\`\`sh
${local ? 'cp -r PATH_TO_ENCODER encoder\n' : ''}hf upload ${repository}-recipe . --repo-type dataset --private
hf jobs run --flavor a10g-large --secrets HF_TOKEN pytorch/pytorch:2.6.0-cuda12.4-cudnn9-devel bash -c \\
    "pip install huggingface_hub && hf download ${repository}-recipe --repo-type dataset --local-dir . \\
     && pip install -r requirements.txt && torchrun --nproc_per_node 1 ${run.replace('PATH_TO_ENCODER', 'encoder')} \\
     && hf upload ${repository} model --private"
\`\`\`
`;
}
