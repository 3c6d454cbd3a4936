import { beyond } from '../../src/port/beyond.ts';
import { heldInFloat32 } from '../../src/port/heldInFloat32.ts';
import { decodeArguments } from '../../src/port/jsonValues.ts';
import { OPS } from '../../src/port/ops.ts';
import type { OpName } from '../../src/port/port.ts';
import { port } from './subject.ts';

/**
 * Why a port cannot be asked what was written down beforehand: its type does not hold the numbers, or they lie outside
 * what it declares. Null where it can.
 *
 * @param op - the operation
 * @param json - its arguments, as in examples and vectors
 * @param value - the result that is expected, where there is one
 */
export function misfit(op: OpName, json: readonly unknown[], value?: unknown): string | null {
  const declares = port.fixed !== undefined || port.limits !== undefined;
  const other = declares ? beyond(port, op, decodeArguments(op, json)) : null;
  const outside = other ?? otherVocabulary(op, json) ?? unsorted(op, json);
  if (outside !== null || port.dtype === 'f64') return outside;
  return heldInFloat32(op, json, value) ? null : 'float32 does not hold these numbers';
}

/** The vocabulary of a call, where it is another than the one that the port is built for. */
function otherVocabulary(op: OpName, json: readonly unknown[]): string | null {
  if (port.vocab_size === undefined) return null;
  const called = json.flatMap((arg, i) => {
    if (OPS[op].args[i] === 'state_dict') return [Object(Object(arg).lm_head).length];
    return op === 'parameters' && OPS[op].args[i] === 'int' ? [arg] : [];
  });
  if (op === 'microgpt') return `the port is built for vocab_size ${port.vocab_size}, and this is a whole program`;
  const other = called.find((size) => size !== port.vocab_size);
  return other === undefined ? null : `the port is built for vocab_size ${port.vocab_size}, and this needs ${other}`;
}

/**
 * Why a vocabulary is none that a run has: its characters are not in the order of their code points (tokenizer.1), in
 * which a port may look them up.
 */
function unsorted(op: OpName, json: readonly unknown[]): string | null {
  const [uchars] = json;
  if ((op !== 'encode' && op !== 'decode') || !Array.isArray(uchars)) return null;
  const points = uchars.map((character) => String(character).codePointAt(0) ?? 0);
  return points.every((point, i) => i === 0 || points[i - 1] < point)
    ? null
    : 'no documents have this vocabulary: it is not in the order of code points';
}
