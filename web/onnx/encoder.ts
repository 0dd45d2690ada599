// SPDX-License-Identifier: Apache-2.0
// An encoder with its head in ONNX's standard operators: ids in, logits out. What differs between families is in
// `EncoderGraph`, which the engine gives.
import type { EncoderGraph, ModelInfo, Pooling, Task } from '../border/messages';
import { Graph, NoGraph, type Value } from './graph';
import { plain, quantizedMatrix, quantizedTable, transposed } from './layout';
import { TYPE } from './proto';
import type { Entry } from './source';

export interface Head {
  task: Task;
  pooling: Pooling;
  labels: string[];
  /** The logits are divided by it. */
  temperature: number;
  /** The token that every sequence ends with. */
  end: number;
}

const BATCH = ['batch_size', 'sequence_length'];

/** `quantized`: matrices and tables of int8, with activations of twice uint8 whose scales each pass finds. */
export function encoderGraph(entries: Entry[], info: ModelInfo, head: Head, quantized: boolean): Graph {
  const graph = new Graph(entries);
  const net = new Net(graph, info, quantized);
  net.output(head, net.encode(head.end));
  return graph;
}

class Net {
  readonly family: EncoderGraph;
  readonly turning: Turning | null;
  private readonly config: ModelInfo['config'];
  private readonly ids: Value;
  private readonly mask: Value;
  /** Of a value that several linear layers read. */
  private readonly quantizedInputs = new Map<Value, Value[][]>();
  /** By base. */
  private readonly turns = new Map<number, Value[]>();

  constructor(
    readonly graph: Graph,
    { family, config }: ModelInfo,
    private readonly quantized: boolean,
  ) {
    this.family = family.graph;
    this.config = config;
    this.turning = 'rope_parameters' in family.config ? (family.config as unknown as Turning) : null;
    this.ids = graph.input('input_ids', BATCH);
    this.mask = graph.input('attention_mask', BATCH);
  }

  encode(end: number): Value {
    const block = BLOCKS[this.family.block];
    if (!block) throw new NoGraph(`layers of the kind ${this.family.block} have no operators here`);
    let x = this.embed(this.ended(end));
    const biasOf = this.biases();
    for (let l = 0; l < this.config.num_hidden_layers; l++) x = block(this, x, biasOf(l), l);
    const { 'norm.weight': weight, 'norm.bias': bias } = this.family.top;
    return this.graph.has(weight) ? this.norm(x, weight, bias) : x;
  }

  /** What is added to a layer's scores. */
  private biases(): (l: number) => Value {
    const { graph, turning } = this;
    const { relative } = this.family.embeddings;
    const mask = this.maskBias();
    if (graph.has(relative)) {
      const bias = this.add(mask, this.distanceBias(relative));
      return () => bias;
    }
    if (!turning?.layer_types.some(isLocal)) return () => mask;
    const near = this.add(mask, this.windowBias(Math.floor(turning.local_attention / 2)));
    return (l) => (isLocal(turning.layer_types[l]!) ? near : mask);
  }

  /** The ids with `end` as the last of each sequence: transformers.js cuts a long one after it was framed, and with it
   * the token at its end. */
  private ended(end: number): Value {
    const { graph, ids, mask } = this;
    const next = this.op('Slice', mask, graph.integers(1), graph.integers(2 ** 31), graph.integers(1));
    const last = this.op('Sub', mask, this.op('Pad', next, graph.integers(0, 0, 0, 1)));
    return this.add(ids, this.op('Mul', last, this.op('Sub', graph.integer(end), ids)));
  }

  private embed(ids: Value): Value {
    const { graph } = this;
    const { embeddings, first_position: first } = this.family;
    let x = this.lookUp(embeddings.word!, ids);
    if (graph.has(embeddings.type)) x = this.add(x, this.segments(embeddings.type));
    if (graph.has(embeddings.position)) {
      const length = graph.op('Gather', [graph.op('Shape', [ids]), graph.integers(1)]);
      const end = first ? this.op('Add', length, graph.integers(first)) : length;
      const [table] = graph.tensor(embeddings.position);
      x = this.add(x, this.op('Slice', table!, graph.integers(first), end, graph.integers(0)));
    }
    x = this.norm(x, embeddings['norm0.weight']!, embeddings['norm0.bias']);
    return graph.has(embeddings['project.weight'])
      ? this.linear(x, embeddings['project.weight'], embeddings['project.bias'])
      : x;
  }

  /** A table with one row has no input: every token is of that segment. */
  private segments(table: string): Value {
    const { graph } = this;
    const [rows] = graph.shape(table);
    const [values] = graph.tensor(table);
    return rows === 1 ? values! : this.op('Gather', values!, graph.input('token_type_ids', BATCH));
  }

  private lookUp(table: string, ids: Value): Value {
    const { graph } = this;
    const [rows, scales] = graph.tensor(table, this.quantized ? quantizedTable : plain);
    const found = this.op('Gather', rows!, ids);
    if (!scales) return found;
    return this.op('Mul', this.cast(found, TYPE.FLOAT), this.op('Gather', scales, ids));
  }

  /** [batch, 1, 1, length]: 0 for tokens, a number that softmax makes 0 for padding. */
  private maskBias(): Value {
    const { graph } = this;
    const mask = this.cast(this.op('Unsqueeze', this.mask, graph.integers(1, 2)), TYPE.FLOAT);
    return this.op('Mul', this.op('Sub', graph.number(1), mask), graph.number(-1e9));
  }

  /** [1, heads, length, length]: of each query and key the row of the table [buckets, heads] for the bucket of their
   * distance. Distances of FAR and more have one bucket each way. */
  private distanceBias(table: string): Value {
    const { graph } = this;
    const near = this.op('Min', this.op('Max', this.distances(), graph.integers(-FAR)), graph.integers(FAR));
    const [half] = graph.shape(table).map((buckets) => buckets / 2);
    const buckets = Array.from({ length: 2 * FAR + 1 }, (_, i) => bucketOf(i - FAR, half!));
    const bucket = this.op('Gather', graph.row(buckets), this.add(near, graph.integers(FAR)));
    const rows = this.op('Gather', graph.tensor(table)[0]!, bucket);
    return this.op('Unsqueeze', graph.op('Transpose', [rows], { perm: [2, 0, 1] }), graph.integers(0));
  }

  /** [length, length]: 0 for keys up to `most` away from the query, a number that softmax makes 0 for others. */
  private windowBias(most: number): Value {
    const { graph } = this;
    const beyond = this.op('Greater', this.op('Abs', this.distances()), graph.integer(most));
    return this.op('Mul', this.cast(beyond, TYPE.FLOAT), graph.number(-1e9));
  }

  /** [length, length]: key minus query. */
  private distances(): Value {
    const places = this.places();
    const keys = this.op('Unsqueeze', places, this.graph.integers(0));
    return this.op('Sub', keys, this.op('Unsqueeze', places, this.graph.integers(1)));
  }

  /** 0, 1, ... to the end of the longest text. */
  private places(): Value {
    const { graph } = this;
    const length = graph.op('Gather', [graph.op('Shape', [this.ids]), graph.integer(1)]);
    return this.op('Range', graph.integer(0), length, graph.integer(1));
  }

  /** Rotary positions (arXiv:2104.09864): turns [batch, heads, length, size] by the layer's angles, place times
   * base^(-2d/size) for the pair (d, d + size/2). */
  turned(x: Value, l: number): Value {
    const { turning } = this;
    if (!turning) return x;
    const { rope_theta: base } = turning.rope_parameters[turning.layer_types[l]!]!;
    if (!this.turns.has(base)) this.turns.set(base, this.turn(base));
    const [cosine, sine] = this.turns.get(base)!;
    const [a, b] = this.graph.results('Split', [x], 2, { axis: -1 });
    const first = this.op('Sub', this.op('Mul', a!, cosine!), this.op('Mul', b!, sine!));
    const second = this.add(this.op('Mul', b!, cosine!), this.op('Mul', a!, sine!));
    return this.graph.op('Concat', [first, second], { axis: -1 });
  }

  /** Cosine and sine, [length, size/2]. */
  private turn(base: number): Value[] {
    const { graph } = this;
    const { size } = this.heads;
    const slopes = Array.from({ length: size / 2 }, (_, d) => 1 / base ** ((2 * d) / size));
    const places = this.op('Unsqueeze', this.cast(this.places(), TYPE.FLOAT), graph.integers(1));
    const angles = this.op('Mul', places, graph.numbers(slopes));
    return [this.op('Cos', angles), this.op('Sin', angles)];
  }

  op(type: string, ...inputs: Value[]): Value {
    return this.graph.op(type, inputs);
  }

  add = (a: Value, b: Value): Value => this.op('Add', a, b);
  cast = (x: Value, to: number): Value => this.graph.op('Cast', [x], { to });

  /** The name of a layer's tensor. */
  layer = (l: number, part: string): string | undefined => {
    const name = this.family.layer[part];
    return name === undefined ? undefined : `${this.family.stem}${l}.${name}`;
  };

  norm(x: Value, weight: string, bias: string | undefined): Value {
    const { graph } = this;
    const epsilon = { float: this.config.layer_norm_eps };
    const inputs = [weight, bias].filter((name) => graph.has(name)).map((name) => graph.tensor(name!)[0]!);
    return graph.op('LayerNormalization', [x, ...inputs], { axis: -1, epsilon });
  }

  linear(x: Value, weight: string, bias: string | undefined, quantized = this.quantized): Value {
    const { graph } = this;
    const product = quantized
      ? this.wholeProduct(x, weight)
      : this.op('MatMul', x, graph.tensor(weight, transposed)[0]!);
    return graph.has(bias) ? this.add(product, graph.tensor(bias)[0]!) : product;
  }

  private wholeProduct(x: Value, weight: string): Value {
    const { graph } = this;
    const [whole, scales] = graph.tensor(weight, quantizedMatrix);
    if (!this.quantizedInputs.has(x)) this.quantizedInputs.set(x, this.inTwoSteps(x));
    const [first, second] = this.quantizedInputs.get(x)!.map(([values, scale, zero]) => {
      const sums = this.cast(this.op('MatMulInteger', values!, whole!, zero!), TYPE.FLOAT);
      return this.op('Mul', sums, this.op('Mul', scale!, scales!));
    });
    return this.add(first!, second!);
  }

  /** Eight bits of activations, and eight of what they leave: with the first alone a few large ones take the scale, and
   * a trained MiniLM gave 4 of 100 texts another label. */
  private inTwoSteps(x: Value): Value[][] {
    const { graph } = this;
    const coarse = graph.results('DynamicQuantizeLinear', [x], 3);
    const [codes, scale, zero] = coarse as [Value, Value, Value];
    const rest = this.op('Sub', x, this.op('DequantizeLinear', codes, scale, zero));
    return [coarse, graph.results('DynamicQuantizeLinear', [rest], 3)];
  }

  private get heads(): { count: number; size: number } {
    const { num_attention_heads: count, hidden_size: width } = this.config;
    return { count, size: width / count };
  }

  attention(x: Value, bias: Value, l: number): Value {
    const { graph } = this;
    const { count, size } = this.heads;
    const [query, key, value] = this.threeParts(x, l);
    const turned = graph.op('Transpose', [this.turned(key!, l)], { perm: [0, 1, 3, 2] });
    const products = this.op('MatMul', this.turned(query!, l), turned);
    const scores = this.op('Mul', products, graph.number(size ** -0.5));
    const weights = graph.op('Softmax', [this.add(scores, bias)], { axis: -1 });
    const context = graph.op('Transpose', [this.op('MatMul', weights, value!)], { perm: [0, 2, 1, 3] });
    const joined = this.op('Reshape', context, graph.integers(0, 0, count * size));
    return this.linear(joined, this.layer(l, 'attention.weight')!, this.layer(l, 'attention.bias'));
  }

  /** Query, key and value [batch, heads, length, size], of one tensor each or of one for all. */
  private threeParts(x: Value, l: number): Value[] {
    const { graph } = this;
    const { count, size } = this.heads;
    const all = (name: string) => this.linear(x, this.layer(l, `${name}.weight`)!, this.layer(l, `${name}.bias`));
    const perm = [0, 2, 1, 3];
    const parts = graph.has(this.layer(l, 'key.weight'))
      ? ['query', 'key', 'value'].map(all)
      : graph.results('Split', [all('query')], 3, { axis: -1 });
    return parts.map((part) =>
      graph.op('Transpose', [this.op('Reshape', part, graph.integers(0, 0, count, size))], { perm }),
    );
  }

  activate(x: Value, activation: string): Value {
    const apply = ACTIVATIONS[activation];
    if (!apply) throw new NoGraph(`the activation ${activation} has no operators here`);
    return apply(this, x);
  }

  output({ task, pooling, labels, temperature }: Head, hidden: Value): void {
    if (pooling === 'compared')
      throw new NoGraph('its head reads two texts one by one, and a pipeline of transformers.js reads them together');
    const { graph, family } = this;
    const words = task === 'token_classification';
    const pools = graph.has(family.top['pooler.weight']); // which the file has where the head reads it
    let read = words ? hidden : pooling === 'cls' ? this.first(hidden) : this.mean(hidden);
    if (!words && pooling === 'mean_normalized') read = this.unit(read);
    if (pools) {
      const { 'pooler.weight': weight, 'pooler.bias': bias, 'pooler.norm.weight': norm } = family.top;
      read = this.activate(this.linear(read, weight!, bias), family.pooler);
      if (graph.has(norm)) read = this.norm(read, norm, family.top['pooler.norm.bias']);
    }
    const classifier = pools ? family.top['classifier.weight']! : CLASSIFIER;
    const logits = this.linear(read, classifier, classifier.replace(/weight$/, 'bias'), false);
    const scaled = temperature === 1 ? logits : this.op('Div', logits, graph.number(temperature));
    graph.output(scaled, 'logits', words ? [...BATCH, labels.length] : [BATCH[0]!, labels.length]);
  }

  private first(hidden: Value): Value {
    return this.graph.op('Gather', [hidden, this.graph.integer(0)], { axis: 1 });
  }

  /** Over the tokens that are no padding. */
  private mean(hidden: Value): Value {
    const { graph } = this;
    const mask = this.cast(this.op('Unsqueeze', this.mask, graph.integers(2)), TYPE.FLOAT);
    const sum = (x: Value) => graph.op('ReduceSum', [x, graph.integers(1)], { keepdims: 0 });
    return this.op('Div', sum(this.op('Mul', hidden, mask)), sum(mask));
  }

  /** Rows of length 1. */
  private unit(x: Value): Value {
    const { graph } = this;
    const squares = graph.op('ReduceSum', [this.op('Mul', x, x), graph.integers(1)], { keepdims: 1 });
    return this.op('Div', x, this.op('Sqrt', squares));
  }
}

/** Of families with rotary positions, as their config.json has it. */
interface Turning {
  rope_parameters: Record<string, { rope_theta: number }>;
  layer_types: string[];
  local_attention: number;
}

/** Of a layer that reads the keys around each query alone. */
const isLocal = (kind: string): boolean => kind === 'sliding_attention';

const FAR = 128;

/** Of key minus query, as T5 has it (arXiv:1910.10683): `half` buckets each way, of which the nearer half have one
 * distance each, and the others more with the logarithm. */
function bucketOf(distance: number, half: number): number {
  const [exact, n] = [half / 2, Math.abs(distance)];
  const share = Math.log(n / exact) / Math.log(FAR / exact);
  // powers that are whole numbers may come out just below
  const bucket = n < exact ? n : exact + Math.floor(share * (half - exact) + 1e-6);
  return (distance > 0 ? half : 0) + Math.min(bucket, half - 1);
}

/** Of a head without a pooler, in every family. */
const CLASSIFIER = 'classifier.weight';

type Block = (net: Net, x: Value, bias: Value, l: number) => Value;

/** By the name that the engine has for the structure of a layer. */
const BLOCKS: Record<string, Block> = {
  post_norm(net, x, bias, l) {
    const name = (part: string) => net.layer(l, part)!;
    const middle = net.norm(net.add(x, net.attention(x, bias, l)), name('norm1.weight'), name('norm1.bias'));
    const inner = net.linear(middle, name('inner.weight'), name('inner.bias'));
    const outer = net.linear(net.activate(inner, net.family.activation), name('outer.weight'), name('outer.bias'));
    return net.norm(net.add(middle, outer), name('norm2.weight'), name('norm2.bias'));
  },
  /** Norms in front, which layer 0 may lack, and a gated feed-forward. */
  pre_norm(net, x, bias, l) {
    const { graph } = net;
    const name = (part: string) => net.layer(l, part)!;
    const normed = graph.has(name('norm1.weight')) ? net.norm(x, name('norm1.weight'), name('norm1.bias')) : x;
    const sum = net.add(x, net.attention(normed, bias, l));
    const middle = net.norm(sum, name('norm2.weight'), name('norm2.bias'));
    const [inner, gate] = graph.results('Split', [net.linear(middle, name('inner.weight'), name('inner.bias'))], 2, { axis: -1 }); // prettier-ignore
    const activated = net.op('Mul', net.activate(inner!, net.family.activation), gate!);
    return net.add(sum, net.linear(activated, name('outer.weight'), name('outer.bias')));
  },
};

const ACTIVATIONS: Record<string, (net: Net, x: Value) => Value> = {
  tanh: (net, x) => net.op('Tanh', x),
  relu: (net, x) => net.op('Relu', x),
  gelu_tanh(net, x) {
    const { graph } = net;
    const slope = net.add(
      net.op('Mul', net.op('Mul', x, x), graph.number(0.0713548162726)),
      graph.number(1.59576912161),
    );
    return net.op('Mul', x, net.op('Sigmoid', net.op('Mul', x, slope)));
  },
  /** In the order that onnxruntime joins to one operator. */
  gelu(net, x) {
    const erf = net.op('Erf', net.op('Div', x, net.graph.number(Math.SQRT2)));
    return net.op('Mul', net.op('Mul', x, net.add(erf, net.graph.number(1))), net.graph.number(0.5));
  },
};
