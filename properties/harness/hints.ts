import type { OpName } from '../../src/port/port.ts';
import { SMALLEST_NORMAL } from '../../src/port/precision.ts';
import { PortFault } from '../../src/protocol/portFault.ts';
import { PACKAGE_ROOT } from '../../src/suite/options.ts';
import { provided } from './provided.ts';
import type { Request } from './requests.ts';
import { port } from './subject.ts';
import { Unequal } from './unequal.ts';

/** Operations that take the logarithm of their arguments. */
const LOGARITHMS: readonly OpName[] = ['log', 'position_loss'];
const FRAME = /[ (]((?:file:\/\/|\/|[A-Z]:\\)[^()\s]+:\d+:\d+)\)?$/;

/** What is known of a failure beside what does not hold: where it was thrown, and what libraries do. */
export function hintFor(cause: Error, requests: readonly Request[]): string[] {
  return [...placeOf(cause, requests), ...subnormalLogarithm(cause, requests)];
}

/** The line of a module port that has thrown: an error of JavaScript's own says what happened, and not where. */
function placeOf(cause: Error, requests: readonly Request[]): string[] {
  const isThrown = requests.some(({ answer }) => answer.kind === 'thrown' && answer.error === cause);
  const isWritten = ['module', 'object'].includes(provided('port').kind);
  if (!isWritten || !isThrown || cause instanceof PortFault) return [];
  const frames = (cause.stack ?? '').split('\n').flatMap((line) => FRAME.exec(line)?.[1] ?? []);
  const own = frames.map((frame) => frame.replace(/^file:\/\//, '')).find((frame) => !isOfSuite(frame));
  return own === undefined ? [] : [`thrown at ${own}`];
}

function isOfSuite(frame: string): boolean {
  return ['properties/', 'src/', 'dist/', 'node_modules/'].some((folder) =>
    frame.startsWith(`${PACKAGE_ROOT}${folder}`),
  );
}

/** Go's math.Log gives -709.09 for 5e-324 on amd64, where -744.44 is due. */
function subnormalLogarithm(cause: Error, requests: readonly Request[]): string[] {
  const last = requests[requests.length - 1];
  if (!(cause instanceof Unequal) || last === undefined || !LOGARITHMS.includes(last.op)) return [];
  const [x] = last.args;
  const least = SMALLEST_NORMAL[port.dtype];
  const isSubnormal = Array.isArray(x) && x.some((value) => value !== 0 && Math.abs(value) < least);
  if (!isSubnormal) return [];
  return [
    `a number below ${least.toPrecision(3)} is subnormal; some libraries take its logarithm wrongly, among them Go's math.Log on amd64`,
  ];
}
