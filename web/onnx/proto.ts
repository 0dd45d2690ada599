// SPDX-License-Identifier: Apache-2.0
// The messages of onnx.proto that a graph needs (field numbers are those of its definition).
import { bytes, float, front, integer, message, type Message } from './protobuf';

/** TensorProto.DataType */
export const TYPE = { FLOAT: 1, INT8: 3, INT32: 6, INT64: 7 } as const;
export type Type = (typeof TYPE)[keyof typeof TYPE];

const SIZES: Record<Type, number> = { [TYPE.FLOAT]: 4, [TYPE.INT8]: 1, [TYPE.INT32]: 4, [TYPE.INT64]: 8 };

/** AttributeProto.type */
const OF_FLOAT = 1;
const OF_INTEGER = 2;
const OF_INTEGERS = 7;

/** `float`: numbers that are whole in JavaScript and real in the graph. */
export type Attribute = number | number[] | { float: number };

function attribute(name: string, value: Attribute): Message {
  const [fields, type] = Array.isArray(value)
    ? [value.map((n) => integer(8, n)), OF_INTEGERS]
    : typeof value === 'number'
      ? [[integer(3, value)], OF_INTEGER]
      : [[float(2, value.float)], OF_FLOAT];
  return message([bytes(1, name), ...fields, integer(20, type)]);
}

export function node(op: string, inputs: string[], outputs: string[], attributes: Record<string, Attribute>): Message {
  return message([
    ...inputs.map((name) => bytes(1, name)),
    ...outputs.map((name) => bytes(2, name)),
    bytes(4, op),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
  ]);
}

/** An input or output of the graph; a dimension with a name has any length. */
export function value(name: string, type: Type, dims: (number | string)[]): Message {
  const shape = dims.map((n) => bytes(1, message([typeof n === 'string' ? bytes(2, n) : integer(1, n)])));
  return message([bytes(1, name), bytes(2, bytes(1, message([integer(1, type), bytes(2, message(shape))])))]);
}

export interface Tensor {
  name: string;
  type: Type;
  dims: number[];
}

export const bytesOfTensor = ({ type, dims }: Tensor): number => dims.reduce((n, d) => n * d, SIZES[type]);

/** A tensor of a graph up to its numbers, which follow. */
function tensorFront(tensor: Tensor): Message {
  const about = [...tensor.dims.map((n) => integer(1, n)), integer(2, tensor.type), bytes(8, tensor.name)];
  return message([...about, front(9, bytesOfTensor(tensor))]);
}

/** Fields of GraphProto. */
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };

/** An initializer as a field of the graph, up to its numbers. */
export function initializerFront(tensor: Tensor): Message {
  const about = tensorFront(tensor);
  return message([front(GRAPH.initializer, about.byteLength + bytesOfTensor(tensor)), about]);
}

interface GraphParts {
  nodes: Message[];
  /** With their numbers. */
  constants: [Tensor, Uint8Array][];
  inputs: Message[];
  outputs: Message[];
  /** Bytes of the initializers that follow, fronts included. */
  following: number;
}

/** A model up to the first of the initializers that follow. */
export function modelFront({ nodes, constants, inputs, outputs, following }: GraphParts): Message {
  const graph = message([
    ...nodes.map((one) => bytes(GRAPH.node, one)),
    bytes(GRAPH.name, 'encoder'),
    ...inputs.map((one) => bytes(GRAPH.input, one)),
    ...outputs.map((one) => bytes(GRAPH.output, one)),
    ...constants.flatMap(([tensor, content]) => [initializerFront(tensor), content]),
  ]);
  const opset = message([bytes(1, ''), integer(2, 17)]);
  return message([
    integer(1, 8), // ir_version
    bytes(2, 'Tabtune'), // producer_name
    bytes(8, opset),
    front(7, graph.byteLength + following),
    graph,
  ]);
}
