import { CANONICAL, type StateDict, shapes } from '../port/config.ts';
import type { OpName } from '../port/port.ts';
import { argumentTokens } from './wire.ts';

/** Of microgpt.py on names.txt. */
const VOCAB_SIZE = 27;
/** BOS, three letters, BOS. */
const TOKENS = [26, 4, 12, 0, 26];

/**
 * A request at microgpt.py's own constants, which a port that has them compiled in can answer.
 *
 * @returns the operation and its arguments as on the wire; null for one that takes no configuration, or too long
 */
export function ownConstantsRequest(op: OpName): string | null {
  const args = argumentsAt(op);
  return args === null ? null : [op, ...argumentTokens(op, args)].join(' ');
}

function argumentsAt(op: OpName): readonly unknown[] | null {
  switch (op) {
    case 'parameters':
      return [CANONICAL, VOCAB_SIZE];
    case 'forward':
    case 'backward':
    case 'trace':
      return [CANONICAL, parameters(), TOKENS];
    case 'train':
      return [CANONICAL, parameters(), [TOKENS], 1];
    case 'sample':
      return [CANONICAL, parameters(), Array.from({ length: CANONICAL.block_size }, () => 1 / 2)];
    case 'adam':
      return [CANONICAL, 0, [1 / 2], [1 / 4], [0], [0]];
    default:
      return null;
  }
}

/** Numbers that are not alike, and in the range of trained ones. */
function parameters(): StateDict {
  let i = 0;
  const next = () => ((i++ % 17) - 8) / 64;
  return Object.fromEntries(
    shapes(CANONICAL, VOCAB_SIZE).map(({ name, nout, nin }) => [
      name,
      Array.from({ length: nout }, () => Array.from({ length: nin }, next)),
    ]),
  );
}
