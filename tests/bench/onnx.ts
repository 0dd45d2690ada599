// SPDX-License-Identifier: Apache-2.0
// The encoder as an ONNX graph, with the weights beside it. It is written in the operators that onnxruntime's own
// optimizer makes of an exported BERT, and in which it is fastest: attention with query, key and value in one product,
// LayerNorm with its residual, GELU with its bias.
import { LAYER_NORM_EPS, numbers, sizeOf, tensors, type Shape } from './models';
import { bytes, float, integer, message, type Message } from '../../web/onnx/protobuf';

/** Fields of onnx.proto. */
const MODEL = { ir_version: 1, graph: 7, opset_import: 8 };
const OPSET = { domain: 1, version: 2 };
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, op_type: 4, attribute: 5, domain: 7 };
const ATTRIBUTE = { name: 1, f: 2, i: 3, type: 20 };
const TENSOR = { dims: 1, data_type: 2, name: 8, external_data: 13, data_location: 14 };
const FLOAT = 1;
const INT32 = 6;
const EXTERNAL = 1;
const MICROSOFT = 'com.microsoft';

export const WEIGHTS_FILE = 'weights.bin';

function attribute(name: string, value: number): Message {
  const whole = name === 'num_heads';
  const field = whole ? integer(ATTRIBUTE.i, value) : float(ATTRIBUTE.f, value);
  return message([bytes(ATTRIBUTE.name, name), field, integer(ATTRIBUTE.type, whole ? 2 : 1)]);
}

function node(op: string, inputs: string[], outputs: string[], domain = '', attributes: [string, number][] = []) {
  const fields = [...inputs.map((name) => bytes(NODE.input, name)), ...outputs.map((name) => bytes(NODE.output, name))];
  fields.push(bytes(NODE.op_type, op), ...attributes.map((one) => bytes(NODE.attribute, attribute(...one))));
  return bytes(GRAPH.node, message([...fields, bytes(NODE.domain, domain)]));
}

/** An input or output [batch, length, ...]. */
function value(name: string, type: number, dims: number[]): Message {
  const shape = message(dims.map((n) => bytes(1, integer(1, n))));
  return message([bytes(1, name), bytes(2, bytes(1, message([integer(1, type), bytes(2, shape)])))]);
}

/** [rows, columns] -> [columns, rows] */
function transposed(x: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(x.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = x[i * columns + j]!;
  return out;
}

/** The weights' file, filled as tensors are named. */
class Weights {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly initializers: Message[] = [];
  private at = 0;

  constructor(private readonly shape: Shape) {
    this.bytes = new Uint8Array(tensors(shape).reduce((n, tensor) => n + 4 * sizeOf(tensor), 0));
  }

  private read(name: string): { data: Float32Array; dims: number[] } {
    const tensor = tensors(this.shape).find((one) => one.name === name)!;
    return { data: numbers(tensor), dims: tensor.dims };
  }

  private put(name: string, data: Float32Array, dims: number[]): string {
    this.bytes.set(new Uint8Array(data.buffer as ArrayBuffer), this.at);
    const place = { location: WEIGHTS_FILE, offset: String(this.at), length: String(data.byteLength) };
    this.at += data.byteLength;
    const entries = Object.entries(place).map(([key, text]) =>
      bytes(TENSOR.external_data, message([bytes(1, key), bytes(2, text)])),
    );
    const fields = [...dims.map((n) => integer(TENSOR.dims, n)), integer(TENSOR.data_type, FLOAT)];
    fields.push(bytes(TENSOR.name, name), ...entries, integer(TENSOR.data_location, EXTERNAL));
    this.initializers.push(bytes(GRAPH.initializer, message(fields)));
    return name;
  }

  /** As it is. */
  plain(name: string): string {
    const { data, dims } = this.read(name);
    return this.put(name, data, dims);
  }

  /** A linear layer's weight as MatMul wants it. */
  matrix(name: string): string {
    const { data, dims } = this.read(name);
    return this.put(name, transposed(data, dims[0]!, dims[1]!), [dims[1]!, dims[0]!]);
  }

  /** Query, key and value side by side: [E, 3E] and [3E]. */
  qkv(at: string): [string, string] {
    const E = this.shape.hidden_size;
    const weights = new Float32Array(3 * E * E);
    const biases = new Float32Array(3 * E);
    ['query', 'key', 'value'].forEach((part, i) => {
      weights.set(this.read(`${at}.${part}.weight`).data, i * E * E);
      biases.set(this.read(`${at}.${part}.bias`).data, i * E);
    });
    return [
      this.put(`${at}.qkv.weight`, transposed(weights, 3 * E, E), [E, 3 * E]),
      this.put(`${at}.qkv.bias`, biases, [3 * E]),
    ];
  }
}

function layer(weights: Weights, { num_attention_heads: heads }: Shape, l: number, x: string, y: string): Message[] {
  const at = `encoder.layer.${l}`;
  const name = (part: string) => `${at}/${part}`;
  const epsilon: [string, number][] = [['epsilon', LAYER_NORM_EPS]];
  const norm = (part: string, from: string, residual: string, bias: string, to: string) =>
    node(
      'SkipLayerNormalization',
      [
        from,
        residual,
        weights.plain(`${at}.${part}.LayerNorm.weight`),
        weights.plain(`${at}.${part}.LayerNorm.bias`),
        weights.plain(`${at}.${bias}.bias`),
      ],
      [to],
      MICROSOFT,
      epsilon,
    );
  const matmul = (from: string, part: string, to: string) =>
    node('MatMul', [from, weights.matrix(`${at}.${part}.weight`)], [to]);
  const qkv = weights.qkv(`${at}.attention.self`);
  return [
    node('Attention', [x, ...qkv], [name('context')], MICROSOFT, [['num_heads', heads]]),
    matmul(name('context'), 'attention.output.dense', name('attended')),
    norm('attention.output', name('attended'), x, 'attention.output.dense', name('middle')),
    matmul(name('middle'), 'intermediate.dense', name('inner')),
    node('BiasGelu', [name('inner'), weights.plain(`${at}.intermediate.dense.bias`)], [name('activated')], MICROSOFT),
    matmul(name('activated'), 'output.dense', name('outer')),
    norm('output', name('outer'), name('middle'), 'output.dense', y),
  ];
}

/** Inputs ids and segments [batch, length] of int32, output hidden [batch, length, E]. */
export function encoderGraph(shape: Shape, batch: number, length: number) {
  const weights = new Weights(shape);
  const L = shape.num_hidden_layers;
  const hidden = (l: number) => (l === L ? 'hidden' : `hidden/${l}`);
  const table = (name: string) => weights.plain(`embeddings.${name}`);
  const tables = ['word_embeddings.weight', 'position_embeddings.weight', 'token_type_embeddings.weight'];
  const embedded = [...tables, 'LayerNorm.weight', 'LayerNorm.bias'].map(table);
  const nodes = [
    node('EmbedLayerNormalization', ['ids', 'segments', ...embedded], [hidden(0), 'unused'], MICROSOFT, [
      ['epsilon', LAYER_NORM_EPS],
    ]),
    ...Array.from({ length: L }, (_, l) => layer(weights, shape, l, hidden(l), hidden(l + 1))).flat(),
  ];
  const graph = message([
    ...nodes,
    bytes(GRAPH.name, 'encoder'),
    ...weights.initializers,
    bytes(GRAPH.input, value('ids', INT32, [batch, length])),
    bytes(GRAPH.input, value('segments', INT32, [batch, length])),
    bytes(GRAPH.output, value('hidden', FLOAT, [batch, length, shape.hidden_size])),
  ]);
  const opset = (domain: string, version: number) =>
    bytes(MODEL.opset_import, message([bytes(OPSET.domain, domain), integer(OPSET.version, version)]));
  const model = [integer(MODEL.ir_version, 8), bytes(MODEL.graph, graph), opset('', 17), opset(MICROSOFT, 1)];
  return { model: message(model), weights: weights.bytes };
}
