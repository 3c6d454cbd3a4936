import { decodeArguments, isOpName } from '../port/jsonValues.ts';
import type { OpName } from '../port/port.ts';

/** An example of the specification, ready to be executed against a port. */
export interface Example {
  /** The line as it stands in the specification. */
  readonly line: string;
  readonly op: OpName;
  readonly args: readonly unknown[];
  /** The arguments as they are written. */
  readonly json: readonly unknown[];
  /** Which part of the result is meant, `['grad', '0']` for `.grad[0]`; empty for all of it. */
  readonly path: readonly string[];
  readonly claim: Claim;
}

/** What an example says of the result. */
export type Claim =
  /** `= value`: equal, within the port's precision class where it was rounded. */
  | { readonly kind: 'equals'; readonly json: unknown }
  /** `~ digits`: a number that prints as these digits. */
  | { readonly kind: 'rounds'; readonly value: number; readonly halfUnit: number }
  /** `raises`: the input is rejected; an operation on floats may answer with a non-finite number instead. */
  | { readonly kind: 'raises' };

const LINE = /^(\w+)\((.*)\)((?:\.\w+|\[\d+\])*) (?:(=|~) (.+)|raises)$/;

/**
 * Parses one line of an ```example block: `op(arguments).part = value`, `... ~ digits` or `op(arguments) raises`;
 * what stands behind ` # ` is a remark.
 *
 * @throws SyntaxError where the line is of another form
 */
export function parseExample(line: string): Example {
  const match = LINE.exec(line.replace(/ +# .*$/, '').trim());
  if (!match || !isOpName(match[1])) throw new SyntaxError(`spec example: cannot read ${JSON.stringify(line)}`);
  const [, op, args, path, sign, value] = match;
  const json: unknown[] = JSON.parse(`[${args}]`);
  return {
    line: line.trim(),
    op: match[1],
    args: decodeArguments(match[1], json),
    json,
    path: path.match(/\w+/g) ?? [],
    claim: claimOf(op, sign, value),
  };
}

function claimOf(op: string, sign: string | undefined, value: string): Claim {
  if (sign === undefined) return { kind: 'raises' };
  if (sign === '=') return { kind: 'equals', json: JSON.parse(value) };
  if (!/^-?\d+\.\d+$/.test(value)) throw new SyntaxError(`spec example: ${op} ~ needs a decimal, not ${value}`);
  const decimals = value.length - value.indexOf('.') - 1;
  return { kind: 'rounds', value: Number(value), halfUnit: 0.5 * 10 ** -decimals };
}
