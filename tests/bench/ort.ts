// SPDX-License-Identifier: Apache-2.0
// onnxruntime-web beside us: its wasm files are served as they are, since its threads load them by address.
import type { Shape } from './models';
import { encoderGraph, WEIGHTS_FILE } from './onnx';

/** As much of it as is used here. */
interface Ort {
  env: { wasm: { wasmPaths?: string; numThreads?: number }; logLevel?: string };
  InferenceSession: { create(model: Uint8Array, options: object): Promise<OrtSession> };
  Tensor: new (type: 'int32', data: Int32Array, dims: number[]) => object;
}
interface OrtSession {
  run(feeds: Record<string, object>): Promise<Record<string, { data: unknown }>>;
}

/** Memories that onnxruntime makes: it shows none, so their maker is watched. */
const memories: WebAssembly.Memory[] = [];
const { Memory } = WebAssembly;

export class OrtEncoder {
  private constructor(
    private readonly ort: Ort,
    private readonly session: OrtSession,
    private readonly dims: number[],
  ) {}

  static async start(base: string, threads: number, shape: Shape, batch: number, length: number): Promise<OrtEncoder> {
    const url = new URL('ort/ort.wasm.min.mjs', base).href;
    const ort = (await import(/* @vite-ignore */ url)) as Ort;
    ort.env.wasm.wasmPaths = new URL('ort/', base).href;
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = 'error';
    WebAssembly.Memory = class extends Memory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        super(descriptor);
        memories.push(this);
      }
    };
    const { model, weights } = encoderGraph(shape, batch, length);
    const session = await ort.InferenceSession.create(model, {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
      externalData: [{ path: WEIGHTS_FILE, data: weights }],
    });
    WebAssembly.Memory = Memory;
    return new OrtEncoder(ort, session, [batch, length]);
  }

  /** The last hidden states, [batch, length, E]. */
  async run(ids: Int32Array): Promise<Float32Array> {
    const feeds = {
      ids: new this.ort.Tensor('int32', ids, this.dims),
      segments: new this.ort.Tensor('int32', new Int32Array(ids.length), this.dims),
    };
    const { hidden } = await this.session.run(feeds);
    return hidden!.data as Float32Array;
  }

  /** Of wasm memory, which never shrinks: the peak. */
  static bytes(): number {
    return memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  }
}
