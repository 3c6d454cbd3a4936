import { ARITHMETIC, type Arithmetic, referenceIn } from '../../../src/exact/arithmetic.ts';
import { type Library, OwnLibrary, Unasked, Unsteady } from '../../../src/exact/ownLibrary.ts';
import { portOn } from '../../../src/exact/portOn.ts';
import type { Reference } from '../../../src/port/modules.ts';
import type { OpName, Port } from '../../../src/port/port.ts';
import type { CompletePort } from '../../../src/port/reference.ts';
import { check } from '../check.ts';
import { NotApplicable } from '../notApplicable.ts';
import { provided } from '../provided.ts';
import { type Claiming, port, silent } from '../subject.ts';

const OTHER_ORDER =
  "the port does not declare order=python, so that its sums may have another order than microgpt.py's";
const NO_LIBRARY = 'the port claims order=python, but not exp, log and pow, on whose results the reference would run';

/** The reference on the port's own library, in the port's arithmetic. */
export interface Own {
  readonly library: OwnLibrary;
  readonly reference: Reference;
  /** The reference as a port; asked within `library.during`. */
  readonly oracle: CompletePort;
  readonly arithmetic: Arithmetic;
}

/** Why what is drawn cannot be compared, or null where it can. */
export const DRAWN_IN_DOUBLE: string | null =
  port.dtype === 'f32'
    ? 'uniforms have 53 bits in every port, and the log, sin and cos of this one are of float32'
    : null;

let own: Promise<Own> | null = null;

/**
 * Registers a check that a port which declares `order=python` gives the same numbers as the reference on the port's own exp, ln and
 * powers, bit for bit. It says nothing of the reference itself, nor of a port that declares no order.
 *
 * @param title - the clause's id, and the statement
 * @param ops - what the port must claim, beside exp, log and pow
 * @param unfit - why it cannot be compared, or null
 */
export function exact<K extends OpName>(
  title: string,
  ops: readonly K[],
  body: (port: Claiming<K>, own: Own) => Promise<void>,
  unfit: string | null = null,
): void {
  check('differential', title, ops, (asked) => onOwnLibrary((found) => body(asked, found)), {
    notApplicable: beside() ?? unfit,
  });
}

function beside(): string | null {
  if (provided('port').kind === 'reference') return 'the port is the reference itself';
  if (port.order !== 'python') return OTHER_ORDER;
  return libraryOf(port) === null ? NO_LIBRARY : null;
}

/** What cannot be repeated on the port's library is no failure of the port. */
async function onOwnLibrary(body: (own: Own) => Promise<void>): Promise<void> {
  own ??= makeOwn();
  try {
    await body(await own);
  } catch (error) {
    if (error instanceof Unsteady) {
      throw new NotApplicable(`the port's library is not the same every time: ${error.message}`);
    }
    if (error instanceof Unasked) throw new NotApplicable(error.message);
    throw error;
  }
}

async function makeOwn(): Promise<Own> {
  const asked = libraryOf(silent);
  if (asked === null) throw new NotApplicable(NO_LIBRARY);
  const library = new OwnLibrary(asked);
  const reference = await referenceIn(port.dtype);
  return {
    library,
    reference,
    oracle: portOn(reference, port.dtype, library.math),
    arithmetic: ARITHMETIC[port.dtype],
  };
}

function libraryOf({ exp, log, pow, sin, cos }: Port): Library | null {
  if (exp === undefined || log === undefined || pow === undefined) return null;
  return { exp, log, pow, ...(sin && { sin }), ...(cos && { cos }) };
}
