import fc from 'fast-check';
import { firstMismatch } from '../src/port/mismatch.ts';
import { OPS } from '../src/port/ops.ts';
import { Rejection } from '../src/protocol/driver.ts';
import { floatToken, listTokens, TokenReader } from '../src/protocol/tokens.ts';
import { real } from './harness/arbitraries.ts';
import { HUGE, LEAST } from './harness/arithmetic.ts';
import { ask, isExact } from './harness/ask.ts';
import { check } from './harness/check.ts';
import { equal, outcome } from './harness/expect.ts';
import { type Asked, freshAnswer } from './harness/freshAnswers.ts';
import { law } from './harness/law.ts';
import { provided } from './harness/provided.ts';
import { port } from './harness/subject.ts';
import { Unequal } from './harness/unequal.ts';
import { echoOf, requestsInRuns, sent, workedRequests } from './harness/wire.ts';

const MOST_NUMBERS = 20;
const lists = (number: fc.Arbitrary<number>) => fc.array(number, { maxLength: MOST_NUMBERS });
/** Numbers of all magnitudes; zeros of both signs stand in place of those too small to be normal. */
const finite = fc
  .oneof(fc.constantFrom(0, -0), real(-HUGE, HUGE), real(-1, 1))
  .map((x) => (Math.abs(x) < LEAST ? 0 * x : x));
/** Numbers with up to 20 bits fewer than a normal one has. */
const subnormal = fc.tuple(real(2 ** -20 * LEAST, LEAST), fc.constantFrom(1, -1)).map(([x, sign]) => sign * x);

/** Runs ask for no echo, send nothing that does not fit, and no -0 that matters; ports that were written before these clauses conform in core. */
const EDGE = { ops: [], reach: 'edge' } as const;

// Catches six digits, fixed decimals, and 0 printed for -0.
law('protocol.1 echo gives finite numbers back, with the sign of 0', EDGE, [lists(finite)], (_, x) => comesBack(x));

// Catches names of infinities and NaN that are not read, or not printed so that they can be.
law(
  'protocol.1 echo gives infinities and NaN back',
  EDGE,
  [lists(fc.constantFrom(Number.NaN, Infinity, -Infinity, 1))],
  (_, x) => comesBack(x),
);

// Catches subnormal numbers that are flushed to 0.
law('protocol.1 echo gives subnormal numbers back', EDGE, [lists(subnormal)], (_, x) => comesBack(x));

// Catches the same as the first, in a port without echo.
law(
  'protocol.1 the number of a leaf comes back, with the sign of 0',
  { ops: ['autograd'], reach: 'edge' },
  [finite],
  async (asked, data) => {
    same((await asked.autograd([{ kind: 'leaf', data }])).data, [data], 'autograd');
  },
);

// Catches a reader that stops where it has enough.
law('protocol.2 a worked request of spec/protocol.md with one value more is rejected', EDGE, [], async () => {
  for (const request of workedRequests()) await rejected(`${request} 0`);
});

/** A model without layers, of two tokens and two positions, and the six parameters of it. */
const CONFIG = '0 1 2 1 0.5 0.5 relu 0.01 0.85 0.99 1e-8 linear 2 0.5 1 7';
const MODEL = `${CONFIG} 2 6 0.5 -1 0.25 0 1 -1`;

/** A request of each kind that protocol.3 lists. */
const UNFIT = [
  'hello 2',
  'hello 1 2',
  'softmax 2 0',
  'softmax 2 0 x',
  'softmax -1',
  'position_loss 2 0.5 0.5 0.5',
  'linear 1 1 -1 1',
  'linear 2 1 2 1 1 5',
  `adam ${CONFIG} 0 1 0.5 2 1 1 1 0 1 0`,
  `adam ${CONFIG} -1 1 0.5 1 1 1 0 1 0`,
  `adam ${CONFIG} 3 1 0.5 1 1 1 0 1 0`,
  `train ${MODEL} 1 3 1 0 1 -1`,
  `train ${MODEL} 1 3 1 0 1 3`,
  'autograd 0',
  'autograd 1 add 0 0',
  'autograd 2 neg 1 leaf 1',
  'autograd 1 neg -1',
  `parameters ${CONFIG} 0`,
  `train ${CONFIG} 0 2 0.25 0 0 0`,
  `sample ${MODEL} 0`,
  `sample ${MODEL} 1 1`,
  `sample ${MODEL} 1 nan`,
  'random 42 1 shuffle -1',
];

check(
  'error',
  'protocol.3 what fits nowhere is rejected',
  [],
  async () => {
    for (const request of UNFIT) await rejected(request);
  },
  {
    notApplicable: provided('port').kind === 'reference' ? null : 'it is left open what a port answers',
    reach: 'edge',
  },
);

/** So many requests are asked one after another at the most. */
const SEQUENCE = 16;

// Catches a cache, a second number of gauss or gradients that are kept from one request to the next. What is drawn are the
// requests alone: fast-check's commands would do, but their paths cannot be asked again.
law(
  'protocol.4 an answer does not depend on the requests before it',
  { ops: [], heavy: 'sequences of requests' },
  [fc.array(fc.nat(), { minLength: 2, maxLength: SEQUENCE })],
  async (_, picks) => {
    const requests = requestsInRuns();
    for (const pick of picks) await isAsWhenFresh(requests[pick % requests.length]);
  },
);

async function isAsWhenFresh(request: Asked): Promise<void> {
  const { op, args } = request;
  const [due, came] = [await freshAnswer(request), await outcome(() => ask(op, args))];
  const law = `${op} answers as it does when it is asked first`;
  if (due.kind === 'rejected' || came.kind === 'rejected') return equal(came.kind, due.kind, law);
  const mismatch = firstMismatch(OPS[op].result, due.value, came.value, port.dtype, isExact(op, args));
  if (mismatch) throw Unequal.at(law, mismatch, came.value);
}

async function comesBack(x: readonly number[]): Promise<void> {
  const reader = new TokenReader(await echoOf(listTokens(x, (number) => [floatToken(number)]).join(' ')));
  const round = port.dtype === 'f32' ? Math.fround : Number;
  const back = reader.list(() => round(reader.float()));
  reader.end();
  same(back, x, 'echo');
}

/** Demands the same numbers: 0 is not -0, and NaN is NaN. */
function same(got: readonly number[], want: readonly number[], law: string): void {
  const place = want.findIndex((x, i) => !Object.is(x, got[i]));
  if (place < 0 && got.length === want.length) return;
  const [due, came] = [want, got].map((list) => (place < 0 ? `${list.length} numbers` : shown(list[place])));
  throw new Error(`${law}${place < 0 ? '' : ` [${place}]`}\n  expected ${due}\n  got      ${came}`);
}

function shown(x: number | undefined): string {
  return x === undefined ? 'nothing' : floatToken(x);
}

async function rejected(request: string): Promise<void> {
  const values = await sent(request).catch((error: unknown) => {
    if (error instanceof Rejection) return null;
    throw error;
  });
  if (values !== null) throw new Error(`${request}\n  expected err\n  got      ok ${values.join(' ')}`);
}
