import { Conversation, type Reply } from './conversation.ts';
import { excerpt } from './lineSplitter.ts';
import { WireError } from './tokens.ts';

/** Something to mend: what came, and what to do about it. */
export class Ailment extends Error {
  override readonly name = 'Ailment';
  readonly fix: string;

  constructor(detail: string, fix: string) {
    super(detail);
    this.fix = fix;
  }
}

/** A reply that came. */
export type Answer = Extract<Reply, { kind: 'reply' }>;

/** Milliseconds for an answer, and for all of them together. */
const ANSWER_MS = 1000;
const TOTAL_MS = 4800;
const MS_PER_S = 1000;

const GLUED = /@\d+ (ok|no|err)/;
const UNGLUE = 'end that print with a newline';
const FLUSH = 'flush standard output after each reply: C fflush(stdout), Python flush=True, Rust flush(), Go Flush()';

/** A talk with a port in which silence is explained, and which goes on with a new process behind it. */
export class Consultation {
  readonly #command: readonly string[];
  readonly #started = performance.now();
  readonly #stray: string[] = [];
  #conversation: Conversation;
  #nextId = 1;

  /** @param command - the program and its arguments */
  constructor(command: readonly string[]) {
    this.#command = command;
    this.#conversation = new Conversation(command);
  }

  /**
   * Asks, and waits for the answers.
   *
   * @param bodies - operations with their arguments; sent all at once
   * @param fix - what to do where no answer comes
   * @throws Ailment where one does not come in time
   */
  async ask(bodies: readonly string[], fix: string, ms = ANSWER_MS): Promise<Answer[]> {
    this.#demandTime();
    const ids = bodies.map(() => this.#nextId++);
    this.#conversation.send(...bodies.map((body, i) => `${ids[i]} ${body}`));
    const answers: Answer[] = [];
    for (const id of ids) {
      const reply = await this.#conversation.reply(id, this.#left(ms));
      if (reply.kind !== 'reply') throw await this.#silence(reply, ms, fix);
      answers.push(reply);
    }
    return answers;
  }

  /** Ends the input; how the process ended, or null where it still runs. Throws Ailment where no time is left. */
  endInput(): Promise<string | null> {
    this.#demandTime();
    return this.#conversation.end(this.#left(ANSWER_MS));
  }

  /** Other lines on standard output. Throws Ailment where a reply is lost behind other text on its line. */
  otherLines(): readonly string[] {
    const lines = [...this.#stray, ...this.#conversation.stray];
    const glued = lines.find((line) => GLUED.test(line));
    if (glued !== undefined) throw new Ailment(`a reply stands behind other text: ${excerpt(glued)}`, UNGLUE);
    return lines;
  }

  dismiss(): void {
    this.#conversation.kill();
  }

  /** Why no answer came; the port starts anew, so that what follows can be looked at. */
  async #silence(reply: Reply, ms: number, fix: string): Promise<Ailment> {
    const before = this.#conversation;
    const { heard, stray } = before;
    if (reply.kind === 'silent') await before.end(this.#left(ANSWER_MS));
    this.#stray.push(...stray);
    before.kill();
    this.#conversation = new Conversation(this.#command);
    if (reply.kind === 'gone') {
      return new Ailment(reply.how, reply.how.startsWith('did not start') ? 'give the command as you call it' : fix);
    }
    const glued = stray.find((line) => GLUED.test(line));
    if (glued !== undefined) return new Ailment(`a reply stands behind other text: ${excerpt(glued)}`, UNGLUE);
    if (before.heard > heard) return new Ailment('answered at the end of input only', FLUSH);
    const instead = stray.length === 0 ? '' : `, but printed ${excerpt(stray[0])}`;
    return new Ailment(`no answer within ${ms / MS_PER_S} s${instead}`, fix);
  }

  #demandTime(): void {
    if (this.#left(ANSWER_MS) === 0)
      throw new Ailment('not looked at: the time was up', 'mend what stands above first');
  }

  /** What is left of the time for all of it, and at most so long. */
  #left(ms: number): number {
    return Math.max(0, Math.min(ms, TOTAL_MS - (performance.now() - this.#started)));
  }
}

/** Demands an answer of `ok`. Throws WireError. */
export function accepted({ word, line, values }: Answer): readonly string[] {
  if (word !== 'ok') throw new WireError(`answered ${excerpt(line)}`);
  return values;
}
