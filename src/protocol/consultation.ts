import { Conversation, type Reply } from './conversation.ts';
import { excerpt } from './lineSplitter.ts';
import { hiddenFix } from './symptoms.ts';
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
/** Milliseconds for a program to start and say hello, and for one that starts slowly: `run` gives it as long. */
const START_MS = 2500;
const LATE_MS = 10_000;
/** Milliseconds for a second process to say hello when its input has ended: less than the first has had. */
const PROBE_MS = 1500;
const MS_PER_S = 1000;

const GLUED = /@\d+ (ok|no|err)/;
const FLUSH = 'flush standard output after each reply: C fflush(stdout), Python flush=True, Rust flush(), Go Flush()';

/** A talk with a port in which silence is explained, and which goes on with a new process behind it. */
export class Consultation {
  readonly #command: readonly string[];
  #started = performance.now();
  readonly #stray: string[] = [];
  #conversation: Conversation;
  #nextId = 1;

  /** @param command - the program and its arguments */
  constructor(command: readonly string[]) {
    this.#command = command;
    this.#conversation = new Conversation(command);
  }

  /**
   * Asks the first question, which a program that starts slowly has longer for.
   *
   * @throws Ailment where no answer comes, or only at the end of the input
   */
  async hello(body: string, fix: string): Promise<Answer> {
    const id = this.#nextId++;
    this.#conversation.send(`${id} ${body}`);
    const reply = await this.#conversation.reply(id, START_MS);
    if (reply.kind === 'reply') return reply;
    const late = reply.kind === 'silent' && this.#glued() === undefined && !(await this.#answersAtEnd(body));
    const last = late ? await this.#conversation.reply(id, LATE_MS - START_MS - PROBE_MS) : reply;
    this.#started = performance.now();
    if (last.kind !== 'reply') throw await this.#silence(last, late ? LATE_MS : START_MS, fix);
    return last;
  }

  /**
   * Asks, and waits for the answers.
   *
   * @param bodies - operations with their arguments; sent all at once
   * @param fix - what to do where no answer comes
   * @throws Ailment where one does not come in time
   */
  async ask(bodies: readonly string[], fix: string): Promise<Answer[]> {
    this.#demandTime();
    const ids = bodies.map(() => this.#nextId++);
    this.#conversation.send(...bodies.map((body, i) => `${ids[i]} ${body}`));
    const answers: Answer[] = [];
    for (const id of ids) {
      const reply = await this.#conversation.reply(id, this.#left(ANSWER_MS));
      if (reply.kind !== 'reply') throw await this.#silence(reply, ANSWER_MS, fix);
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
    const glued = this.#glued();
    if (glued !== undefined) throw new Ailment(`a reply stands behind other text: ${excerpt(glued)}`, hiddenFix(glued));
    return lines;
  }

  dismiss(): void {
    this.#conversation.kill();
  }

  /** A reply that is lost behind other text on its line. */
  #glued(): string | undefined {
    return [...this.#stray, ...this.#conversation.stray].find((line) => GLUED.test(line));
  }

  /** Whether another process answers at the end of its input, sooner than the first one has had: it started, then, and waits. */
  async #answersAtEnd(body: string): Promise<boolean> {
    const probe = new Conversation(this.#command);
    probe.send(`1 ${body}`);
    await probe.end(PROBE_MS);
    probe.kill();
    return probe.heard > 0;
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
    if (glued !== undefined)
      return new Ailment(`a reply stands behind other text: ${excerpt(glued)}`, hiddenFix(glued));
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
