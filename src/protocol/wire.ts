import { type Config, type StateDict, shapes } from '../port/config.ts';
import { isPart, OPS, type ValueType } from '../port/ops.ts';
import type { OpName, Trace } from '../port/port.ts';
import type { Dtype } from '../port/precision.ts';
import type { Draw, Drawn, GraphNode } from '../port/values.ts';
import { CONFIG_FIELDS, configToken, readConfig } from './configWire.ts';
import { drawnTokens, drawTokens, readDraw, readDrawn } from './drawsWire.ts';
import { nodeTokens, readNode } from './graphWire.ts';
import { bytesToken, floatToken, listTokens, TokenReader, textToken, WireError } from './tokens.ts';

/** Arguments that later values on the same line, or in the answer, are read by. */
interface Context {
  /** Rounds a float to the type of the port that printed it, so that its decimal need not have 17 digits. */
  round?: (x: number) => number;
  config?: Config;
  draws?: readonly Draw[];
}

/** Writes an operation's arguments as tokens. */
export function argumentTokens(op: OpName, args: readonly unknown[]): string[] {
  return OPS[op].args.flatMap((type, i) => tokensOf(type, args[i]));
}

/** Reads an operation's arguments. Throws WireError where the line is not of the operation's form. */
export function readArguments(op: OpName, tokens: readonly string[]): unknown[] {
  const reader = new TokenReader(tokens);
  const context: Context = {};
  const args = OPS[op].args.map((type) => read(type, reader, context));
  reader.end();
  return args;
}

/** Writes an operation's result as tokens. */
export function resultTokens(op: OpName, result: unknown): string[] {
  const signature = OPS[op].result;
  if (isPart(signature)) return tokensOf(signature.type, result);
  return Object.entries(signature).flatMap(([name, part]) => tokensOf(part.type, field(result, name)));
}

/**
 * Reads an operation's result.
 *
 * @param args - the arguments that were sent: they tell the shapes
 * @param dtype - the port's type: float32 numbers are read as such
 * @throws WireError where the line is not of the operation's form
 */
export function readResult(op: OpName, tokens: readonly string[], args: readonly unknown[], dtype: Dtype): unknown {
  const reader = new TokenReader(tokens);
  const context: Context = { ...contextOf(op, args), round: dtype === 'f32' ? Math.fround : Number };
  const signature = OPS[op].result;
  const result = isPart(signature)
    ? read(signature.type, reader, context)
    : Object.fromEntries(Object.entries(signature).map(([name, part]) => [name, read(part.type, reader, context)]));
  reader.end();
  return result;
}

function contextOf(op: OpName, args: readonly unknown[]): Context {
  const context: Context = {};
  for (const [i, type] of OPS[op].args.entries()) remember(type, args[i], context);
  return context;
}

function remember(type: ValueType, value: unknown, context: Context): void {
  if (type === 'config') context.config = value as Config;
  if (type === 'draws') context.draws = value as readonly Draw[];
}

/** The value's type is the operation's, which the caller has from the same table. */
function tokensOf(type: ValueType, value: unknown): string[] {
  switch (type) {
    case 'int':
    case 'integer':
      return [String(value)];
    case 'float':
      return [floatToken(value as number)];
    case 'text':
      return [textToken(value as string)];
    case 'bytes':
      return [bytesToken(value as Uint8Array)];
    case 'ints':
      return listTokens(value as readonly number[], (x) => [String(x)]);
    case 'texts':
      return listTokens(value as readonly string[], (x) => [textToken(x)]);
    case 'floats':
      return listTokens(value as readonly number[], (x) => [floatToken(x)]);
    case 'ints[]':
      return listTokens(value as readonly (readonly number[])[], (row) => tokensOf('ints', row));
    case 'matrix':
      return matrixTokens(value as readonly (readonly number[])[]);
    case 'config':
      return CONFIG_FIELDS.map((name) => configToken(value as Config, name));
    case 'state_dict':
      return stateDictTokens(value as StateDict);
    case 'trace':
      return listTokens(Object.entries(value as Trace), ([name, row]) => [name, ...tokensOf('floats', row)]);
    case 'graph':
      return listTokens(value as readonly GraphNode[], nodeTokens);
    case 'draws':
      return listTokens(value as readonly Draw[], drawTokens);
    case 'drawn':
      return (value as readonly Drawn[]).flatMap(drawnTokens);
  }
}

function read(type: ValueType, reader: TokenReader, context: Context): unknown {
  const value = readValue(type, reader, context);
  remember(type, value, context);
  return value;
}

function readValue(type: ValueType, reader: TokenReader, context: Context): unknown {
  const { round = Number } = context;
  const float = () => round(reader.float());
  switch (type) {
    case 'int':
      return reader.int();
    case 'integer':
      return reader.integer();
    case 'float':
      return float();
    case 'text':
      return reader.text();
    case 'bytes':
      return reader.bytes();
    case 'ints':
      return reader.list(() => reader.int());
    case 'texts':
      return reader.list(() => reader.text());
    case 'floats':
      return reader.list(float);
    case 'ints[]':
      return reader.list(() => reader.list(() => reader.int()));
    case 'matrix':
      return readMatrix(reader, float);
    case 'config':
      return readConfig(reader);
    case 'state_dict':
      return readStateDict(reader, context);
    case 'trace':
      return Object.fromEntries(reader.list(() => [reader.word(), reader.list(float)]));
    case 'graph':
      return reader.list(() => readNode(reader));
    case 'draws':
      return reader.list(() => readDraw(reader));
    case 'drawn':
      return (context.draws ?? []).map((draw) => readDrawn(reader, draw, round));
  }
}

function matrixTokens(rows: readonly (readonly number[])[]): string[] {
  return [String(rows.length), String(rows[0]?.length ?? 0), ...rows.flatMap((row) => row.map(floatToken))];
}

function readMatrix(reader: TokenReader, float: () => number): number[][] {
  const [rows, columns] = [reader.int(), reader.int()];
  if (rows < 0 || columns < 0 || rows * columns > reader.left)
    throw new WireError(`a matrix of ${rows} rows and ${columns} columns, but ${reader.left} values follow`);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, float));
}

/** vocab_size, and all parameters in state_dict order as one vector: the configuration tells the shapes. */
function stateDictTokens(state_dict: StateDict): string[] {
  return [String(state_dict.lm_head?.length ?? 0), ...tokensOf('floats', Object.values(state_dict).flat(2))];
}

function readStateDict(reader: TokenReader, { config, round = Number }: Context): StateDict {
  if (config === undefined) throw new Error('SUITE: a state_dict stands on the wire without a configuration before it');
  const matrices = shapes(config, reader.int());
  const values = reader.list(() => round(reader.float()));
  const due = matrices.reduce((total, { nout, nin }) => total + nout * nin, 0);
  if (values.length !== due) throw new WireError(`${values.length} parameters; this configuration has ${due}`);
  let next = 0;
  return Object.fromEntries(
    matrices.map(({ name, nout, nin }) => [
      name,
      Array.from({ length: nout }, () => Array.from({ length: nin }, () => values[next++])),
    ]),
  );
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
