import { beyond } from '../port/beyond.ts';
import { compiledInText } from '../port/compiledIn.ts';
import { configured, declaredText } from '../port/declarations.ts';
import { isOpName } from '../port/jsonValues.ts';
import { OPTIONAL } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import { Ailment, accepted, Consultation } from './consultation.ts';
import { ECHO } from './echo.ts';
import { readExchanges } from './exchanges.ts';
import { excerpt } from './lineSplitter.ts';
import { ownConstantsRequest } from './ownConstants.ts';
import { type Hello, PROTOCOL, readHello } from './processPort.ts';
import { manyValues, specialValues, valueFix } from './specialValues.ts';
import { floatToken, listTokens, TokenReader, WireError } from './tokens.ts';
import { readArguments, readResult } from './wire.ts';

/** What was looked at, and what was found. */
export interface Finding {
  readonly name: string;
  readonly status: 'ok' | 'failed';
  /** What came, in one line. */
  readonly detail: string;
  /** What to do about it; only where it failed. */
  readonly fix?: string;
}

/** What hello says of a port, by name (spec/protocol.md). */
const HELLO_NAMES = ['name', 'lang', 'version', 'dtype', 'ops', 'config', 'limits', 'order', 'why', 'steps'];
const HELLO_FIX = 'answer @1 ok 1 name=... lang=... version=... dtype=f64 ops=softmax,...';
/** Numbers of a list that are shown. */
const MOST_SHOWN = 10;
const UNKNOWN_OP = 'no_such_operation';

/**
 * Looks at an adapter's manners: whether a driver could talk to it, whatever it computes (spec/protocol.md).
 *
 * @param command - the program and its arguments
 * @param script - the file in Python that it is the adapter of, where it is: that is what can be mended
 * @returns what was found, in the order in which it was looked at
 */
export async function examine(command: readonly string[], script?: string): Promise<Finding[]> {
  const talk = new Consultation(command);
  const findings: Finding[] = [];
  const look = async (name: string, fix: string, examination: () => Promise<string> | string): Promise<void> => {
    try {
      findings.push({ name, status: 'ok', detail: await examination() });
    } catch (error) {
      findings.push({ name, status: 'failed', ...ailmentOf(error, fix) });
    }
  };
  try {
    let hello: Hello | null = null;
    let unread: string[] = [];
    await look('hello', HELLO_FIX, async () => {
      const values = accepted(await talk.hello(`hello ${PROTOCOL}`, HELLO_FIX));
      hello = readHello(command, values);
      unread = unreadNames(values);
      return `${hello.name} ${hello.version} (${hello.lang}, ${hello.dtype}), ${hello.ops.length} operations`;
    });
    const declared = hello === null ? '' : declaredBy(hello);
    if (declared !== '') await look('declared', '', () => declared);
    if (unread.length > 0) await look('not read', '', () => `${unread.join(' ')}: hello has ${HELLO_NAMES.join(', ')}`);
    if (hello !== null) await examineFurther(talk, hello, look, script);
    return findings;
  } finally {
    talk.dismiss();
  }
}

type Look = (name: string, fix: string, examination: () => Promise<string> | string) => Promise<void>;

async function examineFurther(talk: Consultation, hello: Hello, look: Look, script?: string): Promise<void> {
  const echo = (name: string, values: readonly number[], fix: string) =>
    look(name, fix, () => echoed(talk, hello, values, fix));
  await echo('special values', specialValues(hello.dtype), 'read and print them as numbers');
  await echo('4192 numbers', manyValues(hello.dtype), 'read lines of any length: this one has 80,000 characters');
  await echo('empty list', [], 'print 0, the length, and nothing behind it');
  const unknown = 'answer @<id> no <reason> to an operation that you do not know, and go on';
  await look('unknown operation', unknown, async () => {
    const [{ word, line }] = await talk.ask([UNKNOWN_OP], unknown);
    if (word !== 'no') throw new Ailment(`answered ${excerpt(line)}`, unknown);
    return 'answered with no';
  });
  const surplus = 'answer err where values are left on the line behind those that were due (protocol.2)';
  await look('surplus value', surplus, async () => {
    const [{ word, line }] = await talk.ask([`${ECHO} 1 1 2`], surplus);
    if (word === 'ok') throw new Ailment(`answered ${excerpt(line)} to one number announced and two sent`, surplus);
    return `answered with ${word}`;
  });
  const two = 'read a line at a time and answer each in turn; the next may be there already';
  await look('two at once', two, async () => {
    await talk.ask([`${ECHO} 1 1`, `${ECHO} 1 2`], two);
    return 'both answered';
  });
  await claimed(talk, hello, look, script);
  await notClaimed(talk, hello, look);
  await look('end of input', 'leave the loop when there is no further line, and exit with status 0', async () => {
    const how = await talk.endInput();
    if (how !== 'exited with status 0') throw new Error(how ?? 'still runs 1 s later');
    return how;
  });
  await look('stray prints', '', () => {
    const lines = talk.otherLines();
    return lines.length === 0 ? 'none' : `${lines.length} lines, taken for log: ${excerpt(lines[0])}`;
  });
}

async function echoed(talk: Consultation, { dtype }: Hello, values: readonly number[], fix: string): Promise<string> {
  const [answer] = await talk.ask([[ECHO, ...listTokens(values, (x) => [floatToken(x)])].join(' ')], fix);
  if (answer.word === 'no') {
    throw new Ailment('echo is not implemented', 'answer echo with the floats that it came with, read and printed');
  }
  const reader = new TokenReader(accepted(answer));
  const round = dtype === 'f32' ? Math.fround : Number;
  const back = reader.list(() => round(reader.float()));
  reader.end();
  const wrong = values.findIndex((x, i) => !Object.is(x, back[i]));
  if (wrong >= 0) {
    const came = wrong < back.length ? floatToken(back[wrong]) : 'nothing';
    throw new Ailment(`${floatToken(values[wrong])} came back as ${came}`, valueFix(values[wrong], dtype));
  }
  if (back.length > values.length) throw new Error(`${back.length} numbers came back for ${values.length}`);
  return values.length > 0 && values.length <= MOST_SHOWN ? values.map(floatToken).join(' ') : 'came back as sent';
}

/** Whether operations that hello names can be read when they answer; their numbers are for `run` to judge. */
async function claimed(talk: Consultation, hello: Hello, look: Look, script?: string): Promise<void> {
  let readable = 0;
  const outside: OpName[] = [];
  for (const { op, request } of readExchanges()) {
    if (!isOpName(op) || !hello.ops.includes(op)) continue;
    const tokens = request.split(' ').slice(2);
    if (isOutside(hello, op, tokens)) {
      outside.push(op);
      continue;
    }
    const fix =
      script === undefined
        ? `answer as npx microgpt-spec explain ${op} shows, or take ${op} out of ops=`
        : `mend what ${op} executes in ${script}; where the script runs well by itself, it is the adapter that errs: report it`;
    try {
      await answered(talk, hello, op, [op, ...tokens].join(' '), fix);
      readable++;
    } catch (error) {
      const { detail, fix: usual } = ailmentOf(error, fix);
      const own = script === undefined ? await atOwnConstants(talk, hello, op) : null;
      const ailment = new Ailment(detail, own ?? usual);
      await look(op, fix, () => Promise.reject(ailment));
    }
  }
  if (readable + outside.length === 0) return;
  const read = `${readable} of the ${hello.ops.length} that hello names give an answer that can be read`;
  const left = `; not asked, since their examples lie outside of what hello declares: ${outside.join(' ')}`;
  await look('operations', '', () => (outside.length === 0 ? read : `${read}${left}`));
}

/** Asks for an operation; throws where its answer is none, or cannot be read. */
async function answered(talk: Consultation, { dtype }: Hello, op: OpName, request: string, fix: string): Promise<void> {
  const [answer] = await talk.ask([request], fix);
  if (answer.word !== 'ok') throw new Ailment(`hello names it, and it answers ${excerpt(answer.line)}`, fix);
  readResult(op, answer.values, readArguments(op, request.split(' ').slice(1)), dtype);
}

/** What to declare, where an operation answers at microgpt.py's own constants and not at others; null where that is not so. */
async function atOwnConstants(talk: Consultation, hello: Hello, op: OpName): Promise<string | null> {
  const request = hello.fixed === undefined ? ownConstantsRequest(op) : null;
  if (request === null) return null;
  try {
    await answered(talk, hello, op, request, '');
    return `it answers at microgpt.py's own constants: where they are compiled in, say so in hello, ${compiledInText([op])}`;
  } catch {
    return null;
  }
}

/**
 * What hello does not name: a line for each with a reason, in hello or where it is asked all the same, and one for the others.
 * What is optional is named only where hello has a reason for it.
 */
async function notClaimed(talk: Consultation, hello: Hello, look: Look): Promise<void> {
  const plain: OpName[] = [];
  let heard = true;
  for (const { op, request } of readExchanges()) {
    if (!isOpName(op) || hello.ops.includes(op)) continue;
    const known = hello.reasons?.[op];
    if (known === undefined && OPTIONAL.has(op)) continue;
    const reason: string | null = known ?? (heard ? await reasonFor(talk, request) : null);
    heard = reason !== null; // a port that is silent once has had its chance
    if (isPlain(reason ?? '', op)) plain.push(op);
    else await look('not claimed', '', () => `${op}: ${reason}`);
  }
  if (plain.length > 0) await look('not claimed', '', () => plain.join(', '));
}

/** What stands behind `no`; null where no answer comes. */
async function reasonFor(talk: Consultation, request: string): Promise<string | null> {
  try {
    const [{ word, values }] = await talk.ask([request.split(' ').slice(1).join(' ')], '');
    return word === 'no' ? values.join(' ') : '';
  } catch {
    return null;
  }
}

/** Whether a reason says no more than that there is no such operation. */
function isPlain(reason: string, op: OpName): boolean {
  return reason === '' || reason === op || /not (yet )?implemented$/.test(reason);
}

/** Names in hello that nothing reads, as those that are misspelt. */
function unreadNames([, ...pairs]: readonly string[]): string[] {
  return pairs
    .map((pair) => pair.slice(0, pair.indexOf('=')))
    .filter((name) => !HELLO_NAMES.includes(name))
    .map((name) => excerpt(name));
}

/** What hello declares, and which operations are asked at the declared constants only; empty where it declares nothing. */
function declaredBy({ fixed, vocab_size, limits, order, ops }: Hello): string {
  const config = { ...fixed, ...(vocab_size === undefined ? {} : { vocab_size }) };
  const constant = Object.keys(config).length > 0;
  const only = `; asked at these constants only: ${configured(ops).join(' ') || 'nothing, for no operation takes them'}`;
  return `${declaredText({ ...(constant ? { config } : {}), limits, order })}${constant ? only : ''}`;
}

/** Whether a worked exchange is nothing that the port can be asked; theirs is a vocabulary of 2. */
function isOutside(hello: Hello, op: OpName, tokens: readonly string[]): boolean {
  const vocabulary = hello.vocab_size !== undefined && op !== 'adam' && configured([op]).length > 0;
  return vocabulary || beyond(hello, op, readArguments(op, tokens)) !== null;
}

function ailmentOf(error: unknown, fix: string): Required<Pick<Finding, 'detail' | 'fix'>> {
  if (error instanceof Ailment) return { detail: error.message, fix: error.fix };
  if (error instanceof WireError && error.fix !== null)
    return { detail: error.message.replace(` (${error.fix})`, ''), fix: error.fix };
  const message = error instanceof Error ? error.message : String(error);
  return { detail: message.replace(/^PORT: \S+ answered hello so that it cannot be used: /, ''), fix };
}
