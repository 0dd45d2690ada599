// SPDX-License-Identifier: Apache-2.0
// PyTorch beside us, where the named Python has it: a process that is asked line by line.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Shape } from './models';

export class Torch {
  private readonly waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void }[] = [];

  private constructor(
    private readonly child: ReturnType<typeof spawn>,
    readonly name: string,
  ) {
    createInterface({ input: child.stdout! }).on('line', (line) => this.waiting.shift()!.resolve(JSON.parse(line)));
    child.on('exit', () => this.waiting.forEach(({ reject }) => reject(new Error('PyTorch ended'))));
  }

  /** With that Python, in its libraries' default environment; null: it has no PyTorch. */
  static start(python: string): Torch | null {
    const version = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' });
    if (version.status !== 0) return null;
    const child = spawn(python, ['tests/bench/torch_peer.py'], { stdio: ['pipe', 'pipe', 'inherit'] });
    return new Torch(child, `PyTorch ${version.stdout.trim()}`);
  }

  private ask<T>(order: object): Promise<T> {
    this.child.stdin!.write(JSON.stringify(order) + '\n');
    return new Promise<unknown>((resolve, reject) => this.waiting.push({ resolve, reject })) as Promise<T>;
  }

  async training(shape: Shape, threads: number): Promise<void> {
    await this.ask({ training: shape, threads });
  }

  /** ms of an update for each list of lengths. */
  steps(batches: number[][]): Promise<number[]> {
    return this.ask({ steps: batches });
  }

  stop(): void {
    this.child.kill();
  }
}

export const NO_TORCH =
  'No PyTorch to compare with. Install it (pip install torch) and name its Python: --python PATH, or TABTUNE_PYTHON.';
