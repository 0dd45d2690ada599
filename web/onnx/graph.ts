// SPDX-License-Identifier: Apache-2.0
// A graph that grows operator by operator: its nodes, its constants, and the tensors of the checkpoint that it reads.
import { plain, type Layout } from './layout';
import { bytesOfTensor, initializerFront, modelFront, node, TYPE, value, type Attribute, type Tensor } from './proto';
import type { Message } from './protobuf';
import type { Entry, Source } from './source';

/** A value in the graph, by its name. */
export type Value = string;

/** What the graph cannot be made of, in a sentence. */
export class NoGraph extends Error {}

export class Graph {
  private readonly nodes: Message[] = [];
  private readonly constants = new Map<string, [Tensor, Uint8Array]>();
  private readonly inputs: Message[] = [];
  private readonly outputs: Message[] = [];
  /** By the names of tensors. */
  private readonly layouts = new Map<string, Layout>();
  private readonly shapes: Map<string, number[]>;

  constructor(private readonly entries: Entry[]) {
    this.shapes = new Map(entries.map(({ name, shape }) => [name, shape]));
  }

  input(name: string, dims: string[]): Value {
    this.inputs.push(value(name, TYPE.INT64, dims));
    return name;
  }

  output(of: Value, name: string, dims: (string | number)[]): void {
    this.nodes.push(node('Identity', [of], [name], {}));
    this.outputs.push(value(name, TYPE.FLOAT, dims));
  }

  /** An operator and its only result. */
  op(type: string, inputs: Value[], attributes: Record<string, Attribute> = {}): Value {
    return this.results(type, inputs, 1, attributes)[0]!;
  }

  results(type: string, inputs: Value[], count: number, attributes: Record<string, Attribute> = {}): Value[] {
    const names = Array.from({ length: count }, (_, i) => `${type}_${this.nodes.length}${i ? `_${i}` : ''}`);
    this.nodes.push(node(type, inputs, names, attributes));
    return names;
  }

  /** A single number. */
  number(n: number): Value {
    return this.constant(`number ${n}`, { type: TYPE.FLOAT, dims: [] }, new Uint8Array(Float32Array.of(n).buffer));
  }

  /** A list of numbers. */
  numbers(list: readonly number[]): Value {
    const content = Float32Array.from(list);
    return this.constant(`numbers ${content.join(' ')}`, { type: TYPE.FLOAT, dims: [list.length] }, new Uint8Array(content.buffer)); // prettier-ignore
  }

  /** A list of whole numbers. */
  integers(...list: number[]): Value {
    return this.row(list);
  }

  /** A list of any length. */
  row(list: readonly number[]): Value {
    const content = new Uint8Array(BigInt64Array.from(list, BigInt).buffer);
    return this.constant(`integers ${list.join(' ')}`, { type: TYPE.INT64, dims: [list.length] }, content);
  }

  /** A single whole number. */
  integer(n: number): Value {
    return this.constant(
      `integer ${n}`,
      { type: TYPE.INT64, dims: [] },
      new Uint8Array(BigInt64Array.of(BigInt(n)).buffer),
    );
  }

  private constant(name: string, about: Omit<Tensor, 'name'>, content: Uint8Array): Value {
    this.constants.set(name, [{ name, ...about }, content]);
    return name;
  }

  has(tensor: string | undefined): tensor is string {
    return tensor !== undefined && this.shapes.has(tensor);
  }

  shape(tensor: string): number[] {
    return this.shapes.get(tensor) ?? fail(`there is no tensor ${tensor}`);
  }

  /** A tensor of the checkpoint as the initializers of its layout. */
  tensor(name: string, layout: Layout = plain): Value[] {
    const parts = layout.parts(this.shape(name));
    this.layouts.set(name, layout);
    return parts.map(({ suffix }) => name + suffix);
  }

  /** The model as a file; the numbers come from the checkpoint that its entries are of. */
  file(open: () => Source): { size: number; pieces: () => Generator<Uint8Array<ArrayBuffer>> } {
    const unread = this.entries.find(({ name }) => !this.layouts.has(name));
    if (unread) fail(`no operator reads the tensor ${unread.name}`);
    const planned = this.entries.map(({ name, shape }) => {
      const layout = this.layouts.get(name)!;
      const tensors = layout.parts(shape).map(({ suffix, ...about }) => ({ name: name + suffix, ...about }));
      return { shape, layout, tensors: tensors.map((tensor) => ({ tensor, front: initializerFront(tensor) })) };
    });
    const following = planned
      .flatMap(({ tensors }) => tensors)
      .reduce((n, { tensor, front }) => n + front.byteLength + bytesOfTensor(tensor), 0);
    const { nodes, inputs, outputs, constants } = this;
    const front = modelFront({ nodes, inputs, outputs, constants: [...constants.values()], following });
    return {
      size: front.byteLength + following,
      *pieces() {
        const source = open();
        try {
          yield front;
          for (const { shape, layout, tensors } of planned) {
            const contents = layout.write(shape, source);
            for (const [i, { front: before }] of tensors.entries()) {
              yield before;
              yield* contents[i] as Iterable<Uint8Array<ArrayBuffer>>;
            }
          }
        } finally {
          source.close();
        }
      },
    };
  }
}

function fail(why: string): never {
  throw new NoGraph(why);
}
