import type { GraphNode } from '../port/values.ts';
import { floatToken, type TokenReader, WireError } from './tokens.ts';

/** A node as it stands on the wire: `mul 0 1`. */
export function nodeTokens(node: GraphNode): string[] {
  switch (node.kind) {
    case 'leaf':
      return ['leaf', floatToken(node.data)];
    case 'pow':
      return ['pow', String(node.a), floatToken(node.exponent)];
    case 'add':
    case 'mul':
    case 'sub':
    case 'div':
      return [node.kind, String(node.a), String(node.b)];
    default:
      return [node.kind, String(node.a)];
  }
}

/** Reads a node. Throws WireError where its kind is unknown. */
export function readNode(reader: TokenReader): GraphNode {
  const kind = reader.word();
  switch (kind) {
    case 'leaf':
      return { kind, data: reader.float() };
    case 'pow':
      return { kind, a: reader.int(), exponent: reader.float() };
    case 'add':
    case 'mul':
    case 'sub':
    case 'div':
      return { kind, a: reader.int(), b: reader.int() };
    case 'log':
    case 'exp':
    case 'relu':
    case 'neg':
      return { kind, a: reader.int() };
    default:
      throw new WireError(`there is no node ${kind}`);
  }
}
