import { Conversation, type Reply } from './conversation.ts';
import { ECHO } from './echo.ts';
import { readExchanges } from './exchanges.ts';
import { isOpName } from './json.ts';
import { OPS } from './ops.ts';
import type { OpName } from './port.ts';
import { type Hello, PROTOCOL, readHello } from './processPort.ts';
import { specialValues, valueFix } from './specialValues.ts';
import { floatToken, listTokens, TokenReader, WireError } from './tokens.ts';
import { readArguments, readResult } from './wire.ts';

/** What was looked at, and what was found. */
export interface Finding {
  readonly name: string;
  readonly status: 'ok' | 'failed' | 'skipped';
  /** What came, in one line. */
  readonly detail: string;
  /** What to do about it; only where it failed. */
  readonly fix?: string;
}

/** Milliseconds for a program to start and say hello, for any other answer, and for all of it. */
const START_MS = 3000;
const ANSWER_MS = 1000;
const TOTAL_MS = 4800;
const MS_PER_S = 1000;
/** Characters of a line that are shown, and numbers of a list. */
const MOST_SHOWN = 80;
const MOST_NUMBERS = 10;

const UNKNOWN_OP = 'no_such_operation';
const GLUED = /@\d+ (ok|no|err)/;
const FLUSH = 'flush standard output after each reply: C fflush(stdout), Python flush=True, Rust flush(), Go Flush()';

/**
 * Looks at an adapter's manners: whether a driver could talk to it, whatever it computes (spec/protocol.md).
 *
 * @param command - the program and its arguments
 * @returns what was found, in the order in which it was looked at
 */
export async function examine(command: readonly string[]): Promise<Finding[]> {
  const doctor = new Doctor(command);
  try {
    return await doctor.examine();
  } finally {
    doctor.dismiss();
  }
}

class Doctor {
  readonly #command: readonly string[];
  readonly #started = performance.now();
  readonly #findings: Finding[] = [];
  readonly #stray: string[] = [];
  #conversation: Conversation;
  #nextId = 1;

  constructor(command: readonly string[]) {
    this.#command = command;
    this.#conversation = new Conversation(command);
  }

  async examine(): Promise<Finding[]> {
    const hello = await this.#hello();
    if (hello === null) return this.#findings;
    await this.#echo('special values', hello, specialValues(hello.dtype), 'read and print them as numbers');
    await this.#echo(
      '4192 numbers',
      hello,
      manyValues(hello),
      'read lines of any length: this one has 80,000 characters',
    );
    await this.#echo('empty list', hello, [], 'print 0, the length, and nothing behind it');
    await this.#unknownOp();
    await this.#twoAtOnce();
    await this.#claimed(hello);
    await this.#endOfInput();
    this.#strayPrints();
    return this.#findings;
  }

  dismiss(): void {
    this.#conversation.kill();
  }

  async #hello(): Promise<Hello | null> {
    const reply = await this.#ask(`hello ${PROTOCOL}`, START_MS);
    if (reply.kind !== 'reply') {
      this.#failed(
        'hello',
        ...(await this.#silence(reply, START_MS, 'answer @1 ok 1 name=... lang=... dtype=f64 ops=...')),
      );
      return null;
    }
    try {
      if (reply.word !== 'ok') throw new WireError(`answered ${excerpt(reply.line)}`);
      const hello = readHello(this.#command, reply.values);
      const { name, version, lang, dtype, ops } = hello;
      this.#ok('hello', `${name} ${version} (${lang}, ${dtype}), ${ops.length} operations`);
      return hello;
    } catch (error) {
      this.#failed('hello', messageOf(error), 'answer @1 ok 1 name=... lang=... version=... dtype=f64 ops=softmax,...');
      return null;
    }
  }

  async #echo(name: string, { dtype }: Hello, values: readonly number[], fix: string): Promise<void> {
    const reply = await this.#ask([ECHO, ...listTokens(values, (x) => [floatToken(x)])].join(' '));
    if (reply.kind !== 'reply') return this.#failed(name, ...(await this.#silence(reply, ANSWER_MS, fix)));
    if (reply.word === 'no') {
      return this.#failed(
        name,
        `echo is not implemented`,
        'answer echo with the list of floats that it came with, read and printed',
      );
    }
    try {
      if (reply.word !== 'ok') throw new WireError(`answered ${excerpt(reply.line)}`);
      const reader = new TokenReader(reply.values);
      const round = dtype === 'f32' ? Math.fround : Number;
      const back = reader.list(() => round(reader.float()));
      reader.end();
      const wrong = values.findIndex((x, i) => !Object.is(x, back[i]));
      if (wrong >= 0) {
        const came = wrong < back.length ? floatToken(back[wrong]) : 'nothing';
        return this.#failed(name, `${floatToken(values[wrong])} came back as ${came}`, valueFix(values[wrong], dtype));
      }
      if (back.length > values.length) throw new WireError(`${back.length} numbers came back for ${values.length}`);
      this.#ok(
        name,
        values.length > 0 && values.length <= MOST_NUMBERS ? values.map(floatToken).join(' ') : 'came back as sent',
      );
    } catch (error) {
      this.#failed(name, messageOf(error), fix);
    }
  }

  async #unknownOp(): Promise<void> {
    const fix = 'answer @<id> no <reason> to an operation that you do not know, and go on';
    const reply = await this.#ask(UNKNOWN_OP);
    if (reply.kind !== 'reply')
      return this.#failed('unknown operation', ...(await this.#silence(reply, ANSWER_MS, fix)));
    if (reply.word === 'no') return this.#ok('unknown operation', 'answered with no');
    this.#failed('unknown operation', `answered ${excerpt(reply.line)}`, fix);
  }

  async #twoAtOnce(): Promise<void> {
    const fix = 'read a line at a time and answer each in turn; the next may be there already';
    const [first, second] = [this.#nextId++, this.#nextId++];
    this.#conversation.send(`${first} ${ECHO} 1 1`, `${second} ${ECHO} 1 2`);
    for (const id of [first, second]) {
      const reply = await this.#conversation.reply(id, this.#left(ANSWER_MS));
      if (reply.kind !== 'reply') return this.#failed('two at once', ...(await this.#silence(reply, ANSWER_MS, fix)));
    }
    this.#ok('two at once', 'both answered');
  }

  /** Whether operations that hello names can be read when they answer; their numbers are for `run` to judge. */
  async #claimed(hello: Hello): Promise<void> {
    const sized = hello.fixed !== undefined || hello.vocab_size !== undefined;
    let readable = 0;
    for (const { op, request } of readExchanges()) {
      if (!isOpName(op) || !hello.ops.includes(op) || (sized && OPS[op].args.includes('config'))) continue;
      if (await this.#readable(op, request.split(' ').slice(2), hello)) readable++;
    }
    if (readable > 0)
      this.#ok('operations', `${readable} of the ${hello.ops.length} that hello names gave an answer that can be read`);
  }

  async #readable(op: OpName, tokens: readonly string[], hello: Hello): Promise<boolean> {
    const fix = `answer as spec/protocol.md shows, or take ${op} out of ops=`;
    const reply = await this.#ask([op, ...tokens].join(' '));
    if (reply.kind !== 'reply') {
      this.#failed(op, ...(await this.#silence(reply, ANSWER_MS, fix)));
      return false;
    }
    try {
      if (reply.word !== 'ok') throw new WireError(`hello names it, and it answers ${excerpt(reply.line)}`);
      readResult(op, reply.values, readArguments(op, tokens), hello.dtype);
      return true;
    } catch (error) {
      this.#failed(op, messageOf(error), fix);
      return false;
    }
  }

  async #endOfInput(): Promise<void> {
    const fix = 'leave the loop when there is no further line, and exit with status 0';
    const how = await this.#conversation.end(this.#left(ANSWER_MS));
    if (how === 'exited with status 0') return this.#ok('end of input', how);
    this.#failed('end of input', how ?? 'still runs 1 s later', fix);
  }

  /** Other lines are allowed. A reply behind other text on its line is lost. */
  #strayPrints(): void {
    const stray = [...this.#stray, ...this.#conversation.stray];
    const glued = stray.find((line) => GLUED.test(line));
    if (glued !== undefined) {
      this.#failed(
        'stray prints',
        `a reply stands behind other text: ${excerpt(glued)}`,
        'end that print with a newline',
      );
    } else {
      this.#ok(
        'stray prints',
        stray.length === 0 ? 'none' : `${stray.length} lines, taken for log: ${excerpt(stray[0])}`,
      );
    }
  }

  #ask(body: string, ms = ANSWER_MS): Promise<Reply> {
    const id = this.#nextId++;
    this.#conversation.send(`${id} ${body}`);
    return this.#conversation.reply(id, this.#left(ms));
  }

  /** Says why no answer came, and starts the port anew, so that what follows can be looked at. */
  async #silence(reply: Reply, ms: number, fix: string): Promise<[detail: string, fix: string]> {
    const before = this.#conversation;
    if (reply.kind === 'gone') {
      this.#restart();
      return [reply.how, reply.how.startsWith('did not start') ? 'give the command as you would call it' : fix];
    }
    const heard = before.heard;
    const glued = before.stray.find((line) => GLUED.test(line));
    await before.end(this.#left(ANSWER_MS));
    const late = before.heard > heard;
    this.#restart();
    if (glued !== undefined)
      return [`a reply stands behind other text: ${excerpt(glued)}`, 'end that print with a newline'];
    if (late) return ['answered at the end of input only', FLUSH];
    const instead = before.stray.length === 0 ? '' : `, but printed ${excerpt(before.stray[0])}`;
    return [`no answer within ${ms / MS_PER_S} s${instead}`, fix];
  }

  #restart(): void {
    this.#stray.push(...this.#conversation.stray);
    this.#conversation.kill();
    this.#conversation = new Conversation(this.#command);
  }

  /** What is left of the time for all of it, and at most so long. */
  #left(ms: number): number {
    return Math.max(0, Math.min(ms, TOTAL_MS - (performance.now() - this.#started)));
  }

  #ok(name: string, detail: string): void {
    this.#findings.push({ name, status: 'ok', detail });
  }

  #failed(name: string, detail: string, fix: string): void {
    this.#findings.push({ name, status: 'failed', detail, fix });
  }
}

/** As many numbers as the canonical model has parameters, of all magnitudes. */
function manyValues({ dtype }: Hello): number[] {
  const count = 4192;
  const values = Array.from({ length: count }, (_, i) => Math.sin(i + 1) * 2 ** ((i % 61) - 30));
  return dtype === 'f32' ? values.map(Math.fround) : values;
}

function excerpt(line: string): string {
  return JSON.stringify(line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}...` : line);
}

function messageOf(error: unknown): string {
  return error instanceof Error
    ? error.message.replace(/^PORT: \S+ answered hello so that it cannot be used: /, '')
    : String(error);
}
