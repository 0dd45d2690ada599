// SPDX-License-Identifier: Apache-2.0
// PyTorch beside us, where a Python on this machine has it: a process that is asked line by line.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Shape } from './models';

// Tuning of OpenBLAS that this shell may carry for other programs would slow PyTorch's own.
const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;

/** null: there is none. */
function findPython(): string | null {
  const places = [process.env['TABTUNE_PYTHON'], 'python3'].filter((place) => place !== undefined);
  return places.find((python) => spawnSync(python, ['-c', 'import torch'], { env }).status === 0) ?? null;
}

export class Torch {
  private readonly waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void }[] = [];

  private constructor(
    private readonly child: ReturnType<typeof spawn>,
    readonly name: string,
  ) {
    createInterface({ input: child.stdout! }).on('line', (line) => this.waiting.shift()!.resolve(JSON.parse(line)));
    child.on('exit', () => this.waiting.forEach(({ reject }) => reject(new Error('PyTorch ended'))));
  }

  /** null: PyTorch is not installed. */
  static start(): Torch | null {
    const python = findPython();
    if (!python) return null;
    const version = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { env, encoding: 'utf8' });
    const child = spawn(python, ['tests/bench/torch_peer.py'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
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

export const NO_TORCH = 'PyTorch is not installed here: no peer (TABTUNE_PYTHON names a Python that has it)';
