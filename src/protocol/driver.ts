import { shownOnLine } from '../port/shown.ts';
import { Child } from './child.ts';
import { excerpt } from './lineSplitter.ts';
import { NotAsked, PortFault, TimedOut } from './portFault.ts';
import { refusal } from './refusal.ts';

/** The port says that it does not have the operation. */
export class NotImplemented extends Error {
  override readonly name = 'NotImplemented';
}

/** The port rejects the input: what an error clause asks for. */
export class Rejection extends Error {
  override readonly name = 'Rejection';
}

/** How the driver waits and how much it sends ahead. */
export interface DriverOptions {
  /** Milliseconds that a request may take, from the moment it is the first unanswered one. */
  readonly deadline: number;
  /** Requests in flight at most. */
  readonly window: number;
  /** Milliseconds that the port has to exit by itself at the end, to write down what it measured; none if not given. */
  readonly patience?: number;
}

/** A request that was sent, and the values of its answer; null where none behind `ok` came. */
export interface Sent {
  readonly body: string;
  readonly answer: string | null;
}

interface Request {
  readonly id: number;
  readonly body: string;
  /** What is kept of it. */
  readonly sent: { -readonly [K in keyof Sent]: Sent[K] };
  /** Asked alone, so that a crash is its own and nobody else's. */
  alone: boolean;
  readonly resolve: (values: readonly string[]) => void;
  readonly reject: (error: Error) => void;
  /** Its own time limit, where it is more than the usual one. */
  readonly deadline: number;
}

/** Requests that are kept, to be asked again. */
const MOST_HISTORY = 32;
/** Characters of a port's reason that are kept. */
const MOST_REASON = 500;

const MS_PER_S = 1000;
/** Starts in a row without any answer, each for a request of its own, behind which those that wait are not asked. */
const MOST_FAILED_STARTS = 6;

/**
 * Asks a port over its standard input and output, one line a message, and survives it: a port that crashes, hangs or
 * talks nonsense is killed with its process group and started again, the first unanswered request is asked again alone,
 * and one that fails alone is blamed (spec/protocol.md, "Faults").
 */
export class Driver {
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly #options: DriverOptions;
  #child: Child | null = null;
  #inFlight: Request[] = [];
  #waiting: Request[] = [];
  #timer: NodeJS.Timeout | null = null;
  #nextId = 1;
  /** Requests of the past, the last one behind. */
  readonly #history: Sent[] = [];
  #failedStarts = 0;
  #answered = false;
  /** The operations that were not answered in time, one entry each time. */
  readonly #timedOut: string[] = [];

  constructor(command: readonly string[], options: DriverOptions) {
    this.command = command;
    this.#options = options;
  }

  /**
   * Asks one question.
   *
   * @param body - the operation and its arguments, as they stand behind the id
   * @param deadline - milliseconds, where more than the usual time is due
   * @returns the values behind `ok`
   * @throws NotImplemented, Rejection, or PortFault; NotAsked where the port has let too many requests time out
   */
  ask(body: string, deadline = this.#options.deadline): Promise<readonly string[]> {
    const refused = refusal(this.command[0], this.#timedOut, operationOf(body));
    if (refused !== null) return Promise.reject(new NotAsked(refused));
    const sent = { body, answer: null };
    if (this.#history.push(sent) > MOST_HISTORY) this.#history.shift();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id: this.#nextId++, body, sent, alone: false, resolve, reject, deadline });
      this.#pump();
    });
  }

  /** The requests sent last, at most so many, in their order. */
  sent(most: number): readonly Sent[] {
    return this.#history.slice(-most);
  }

  /** Ends the port: end of input, and the end of its group, at once or when the port has had its time. */
  async close(): Promise<void> {
    const child = this.#child;
    child?.endInput();
    if (this.#options.patience !== undefined) await child?.exited(this.#options.patience);
    this.#stop();
  }

  #pump(): void {
    while (this.#waiting.length > 0 && this.#inFlight.length < this.#room()) {
      const request = this.#waiting.shift();
      if (!request) return;
      this.#inFlight.push(request);
      this.#start().write(`${request.id} ${request.body}`);
      if (this.#inFlight.length === 1) this.#watch();
    }
  }

  /** One where the first in line must be alone. */
  #room(): number {
    const alone = this.#inFlight[0]?.alone ?? this.#waiting[0]?.alone;
    return alone ? 1 : this.#options.window;
  }

  #start(): Child {
    if (this.#child) return this.#child;
    const child: Child = new Child(this.command, {
      line: (line) => child === this.#child && this.#hear(child, line),
      overlong: (bytes) =>
        child === this.#child && this.#fail(`sent a line of more than ${bytes} bytes without an end`),
      gone: (how) => child === this.#child && this.#fail(how),
    });
    this.#child = child;
    this.#answered = false;
    return child;
  }

  /** The first unanswered request has its deadline from now on. */
  #watch(): void {
    if (this.#timer) clearTimeout(this.#timer);
    const [head] = this.#inFlight;
    if (!head) return;
    this.#timer = setTimeout(() => this.#timeOut(head), head.deadline);
  }

  #timeOut(head: Request): void {
    if (this.#inFlight.length === 1) this.#timedOut.push(operationOf(head.body));
    const advice = head.body.startsWith('hello ')
      ? ' (does it flush its output after each reply? --timeout gives it longer)'
      : '';
    this.#fail(`did not answer within ${head.deadline / MS_PER_S} s${advice}`, TimedOut);
  }

  /** Of the requests that wait, those that are not asked any more are answered at once. */
  #refuseWaiting(): void {
    this.#waiting = this.#waiting.filter((request) => {
      const refused = refusal(this.command[0], this.#timedOut, operationOf(request.body));
      if (refused !== null) request.reject(new NotAsked(refused));
      return refused === null;
    });
  }

  #hear(child: Child, line: string): void {
    if (!line.startsWith('@')) child.keepLog(line);
    else this.#settle(line);
  }

  #settle(line: string): void {
    const [head] = this.#inFlight;
    const [id, word, ...values] = line.slice(1).trimEnd().split(' ');
    const settle = head && id === String(head.id) ? answerTo(head, word, values) : null;
    if (settle === null) {
      this.#fail(
        `answered ${excerpt(line)}; due is ${head ? `"@${head.id} ok", "no" or "err"` : 'nothing, for nothing was asked'}`,
      );
      return;
    }
    this.#answered = true;
    this.#failedStarts = 0;
    this.#inFlight.shift();
    this.#watch();
    settle();
    this.#pump();
  }

  /** Ends the process; blames the first unanswered request if it was alone, or else asks it again alone. */
  #fail(what: string, Fault = PortFault): void {
    const child = this.#child;
    const lastWords = child?.lastWords() ?? '';
    const blamed = this.#inFlight.length === 1;
    if (blamed && !this.#answered) this.#failedStarts++;
    this.#stop();
    const [head, ...rest] = this.#inFlight;
    this.#inFlight = [];
    if (!head) return;
    if (blamed) {
      head.reject(
        new Fault(`PORT: ${this.command[0]} ${what}, asked ${excerpt(`${head.id} ${head.body}`)}${lastWords}`),
      );
    } else {
      head.alone = true;
      this.#waiting.unshift(head, ...rest);
    }
    this.#refuseWaiting();
    if (this.#failedStarts >= MOST_FAILED_STARTS) this.#giveUp(what);
    else this.#pump();
  }

  #giveUp(what: string): void {
    const fault = () =>
      new NotAsked(`PORT: ${this.command[0]} ${what}, ${MOST_FAILED_STARTS} times before any answer; not asked again`);
    for (const request of this.#waiting.splice(0)) request.reject(fault());
    this.#failedStarts = 0;
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#child?.kill();
    this.#child = null;
  }
}

/** What a port says of an input that it does not take; of megabytes the beginning. */
function reasonIn(values: readonly string[]): string {
  const words = values.slice(0, MOST_REASON).join(' ').slice(0, MOST_REASON);
  return shownOnLine(Buffer.from(words, 'latin1').toString());
}

function operationOf(body: string): string {
  return body.split(' ', 1)[0];
}

function answerTo(request: Request, word: string | undefined, values: readonly string[]): (() => void) | null {
  switch (word) {
    case 'ok':
      return () => {
        request.sent.answer = values.join(' ');
        request.resolve(values);
      };
    case 'no':
      return () => request.reject(new NotImplemented(reasonIn(values)));
    case 'err':
      return () => request.reject(new Rejection(reasonIn(values)));
    default:
      return null;
  }
}
