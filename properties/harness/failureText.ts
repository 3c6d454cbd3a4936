import { callText, cut, valueText } from '../../src/port/callText.ts';
import { NotImplemented, type Sent } from '../../src/protocol/driver.ts';
import { NotAsked, PortFault, TimedOut } from '../../src/protocol/portFault.ts';
import { shellWords } from '../../src/protocol/shell.ts';
import { argumentTokens } from '../../src/protocol/wire.ts';
import { againText, chapterAgainText, NO_REPRODUCTION } from '../../src/suite/reproduction.ts';
import { type Kept, keptBy } from './askedAlone.ts';
import { Counterexample } from './counterexample.ts';
import { freshProcess } from './freshProcess.ts';
import { hintFor } from './hints.ts';
import { provided } from './provided.ts';
import { type Request, requestsMade } from './requests.ts';
import { type Behind, requestsBehind } from './requestsBehind.ts';
import { driver, seed } from './subject.ts';
import { noteTimeOut, timeOutBefore } from './timeOuts.ts';
import { Unequal } from './unequal.ts';

/** Requests of one input that are shown. */
const MOST_REQUESTS = 8;
/** Characters of an answer, and of all requests as they are sent. */
const MOST_ANSWER = 160;
const MOST_SENT = 4000;
/** Characters that Linux takes as one word of a command line, and of a message that a port has thrown. */
const MOST_WORD = 120_000;
const MOST_MESSAGE = 4000;
/** The clause that answers do not depend on earlier requests. */
const NOTHING_KEPT = 'protocol.4';
/** Requests of one input of which it is tried whether they are the one that is answered wrongly. */
const MOST_CULPRITS = 3;
/** Requests before one that went wrong among which the one is looked for that is not forgotten. */
const MOST_BEFORE = 32;

const { invocation, verbose } = provided('reproduction') ?? NO_REPRODUCTION;

/**
 * What is said of a check that failed: what does not hold, what was asked and what came, and how to see it again, with the
 * suite and without it.
 *
 * @param title - the check's
 * @param thrown - by its body
 * @param body - asks all of the check again
 */
export async function failureText(title: string, thrown: unknown, body: () => Promise<void> | void): Promise<string> {
  const failure = thrown instanceof Counterexample ? thrown : new Counterexample(thrown, body);
  const { cause, path } = failure;
  const requests = requestsMade();
  const before = (driver?.sent(MOST_BEFORE) ?? []).filter(({ body }) => !body.startsWith('hello '));
  const kept = isOfKept(title, cause) ? ofItself() : await keptBy(failure, culpritOf(cause, requests));
  const how =
    cause instanceof NotAsked
      ? notAsked(title, requests)
      : [
          ...again(title, path, kept !== null || (failure.holdsNow && !(cause instanceof TimedOut))),
          ...(kept === null ? sent(cause, requests) : await sentBehind(cause, requests, before)),
        ];
  if (cause instanceof TimedOut) noteTimeOut({ op: culpritOf(cause, requests)?.op ?? null, title, lines: how });
  return [
    ...(kept === null ? [] : [keptText(kept)]),
    ...statement(title, cause, requests),
    ...hintFor(cause, requests).map((hint) => line('note', hint)),
    ...asked(cause, requests),
    ...how,
  ].join('\n');
}

/** Whether a check of the clause that nothing is kept has found an answer that depends on requests before it. */
function isOfKept(title: string, cause: Error): boolean {
  return title.startsWith(`${NOTHING_KEPT} `) && cause instanceof Unequal;
}

/** That check compares with what a new process answers, and of a module with what came the first time. */
function ofItself(): Kept {
  return driver === null ? 'another answer to the same request' : 'another answer when asked alone';
}

function keptText(kept: Kept): string {
  const drawn = kept === 'right when asked alone' ? '' : ', or drawn anew';
  return `${kept}: something is kept from one request to the next${drawn} (${NOTHING_KEPT})`;
}

/** A check that was not asked says nothing of its own input; what comes again is the time-out on whose account it was not. */
function notAsked(title: string, requests: readonly Request[]): string[] {
  const op = requests.find(({ answer }) => !wasSent({ answer }))?.op ?? null;
  const timeOut = timeOutBefore(op);
  if (timeOut === null) return again(title, null, true);
  const what = timeOut.lines.length > 0 ? '"again" and "request" are' : '"again" is';
  return [
    line('note', `${what} of the check that was not answered in time: ${timeOut.title}`),
    ...(timeOut.lines.length > 0 ? timeOut.lines : againWhole(timeOut.title)),
  ];
}

/** Of a check whose input nobody knows any more: all of its inputs. */
function againWhole(title: string): string[] {
  const { runs, sizes } = provided('sampling');
  return invocation === null ? [] : [line('again', againText(title, invocation, { seed, runs, sizes, path: null }))];
}

function wasSent({ answer }: Pick<Request, 'answer'>): boolean {
  return answer.kind !== 'thrown' || !(answer.error instanceof NotAsked);
}

function line(name: string, text: string): string {
  return `  ${name.padEnd(8)} ${text}`;
}

/** What does not hold. Where the port has given no number, that is all there is to say. */
function statement(title: string, cause: Error, requests: readonly Request[]): readonly string[] {
  if (!(cause instanceof Unequal) || !cause.isOfNaN)
    return withoutTitle(title, cut(cause.message, MOST_MESSAGE).split('\n'));
  const culprit = requests.find(({ answer }) => answer.kind === 'given' && !isFiniteThroughout(answer.value));
  if (culprit?.answer.kind !== 'given') return [cause.law, '  NaN stands where a number is due'];
  const { op, args, answer } = culprit;
  const value = cut(valueText(answer.value), MOST_ANSWER);
  return [`${callText(op, args)} is ${value}, not finite`, line('law', cause.law)];
}

/** An example's statement is its check's title, which stands above. */
function withoutTitle(title: string, lines: readonly string[]): readonly string[] {
  const [first, ...rest] = lines;
  return rest.length > 0 && title.endsWith(` ${first}`) ? rest : lines;
}

/** The requests and what came; of several, which of them gave what is wrong, and which what it was held against. */
function asked(cause: Error, requests: readonly Request[]): string[] {
  const [got, want] = cause instanceof Unequal ? [cause.given, cause.due] : [undefined, undefined];
  const giver = holderOf(got, requests);
  const oracle = holderOf(want, requests);
  const shown = [...requests.entries()].filter(
    ([i, request]) => i >= requests.length - MOST_REQUESTS || request === giver || request === oracle,
  );
  const lines = shown.map(([i, request]) => {
    const number = requests.length > 1 ? `${i + 1} ` : '';
    const mark = requests.length === 1 || giver === oracle ? '' : markOf(request, giver, oracle);
    return `${number}${callText(request.op, request.args)}${answerText(request)}${mark}`;
  });
  if (shown.length < requests.length) lines.unshift(`${requests.length} requests, of which these are the last`);
  return lines.map((text, i) => line(i === 0 ? 'asked' : '', text));
}

function markOf(request: Request, giver: Request | null, oracle: Request | null): string {
  if (request === giver) return '  <- gave what was got';
  return request === oracle ? '  <- gave what was expected' : '';
}

function answerText({ answer }: Request): string {
  if (answer.kind === 'given') return ` = ${cut(valueText(answer.value), MOST_ANSWER)}`;
  if (!wasSent({ answer })) return ' was not sent';
  if (answer.kind === 'none' || answer.error instanceof PortFault) return '';
  return answer.error instanceof NotImplemented ? ' is answered with no' : ' is rejected';
}

/** The last request that a value came from; null where it was computed from answers, or could have come from several. */
function holderOf(value: unknown, requests: readonly Request[]): Request | null {
  const holders = requests.filter(({ answer }) => answer.kind === 'given' && holds(answer.value, value));
  if (holders.length === 0 || (Number.isInteger(value) && holders.length > 1)) return null;
  return holders[holders.length - 1];
}

function holds(answer: unknown, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (Object.is(answer, value)) return true;
  return typeof answer === 'object' && answer !== null && Object.values(answer).some((part) => holds(part, value));
}

function isFiniteThroughout(answer: unknown): boolean {
  if (typeof answer === 'number') return Number.isFinite(answer);
  return typeof answer !== 'object' || answer === null || Object.values(answer).every(isFiniteThroughout);
}

/** What is kept between requests shows where all are asked that were asked before. */
function again(title: string, path: string | null, isKept: boolean): string[] {
  if (invocation === null) return path === null ? [] : [line('path', `${path}, of fast-check's seed ${seed}`)];
  const { runs, sizes } = provided('sampling');
  if (isKept) return [line('again', chapterAgainText(title, invocation, { seed, runs, sizes }))];
  return [line('again', againText(title, invocation, path === null ? null : { seed, runs, sizes, path }))];
}

/** A shell command that asks a port in another process the same, and of requests that are too long together the one that counts. */
function sent(cause: Error, requests: readonly Request[]): string[] {
  if (driver === null) return [];
  const culprit = culpritOf(cause, requests);
  if (culprit === null) return driver.sent(1).map(({ body }) => line('request', whole(sending([body]))));
  const made = requests.filter(wasSent);
  const all = sending(made.map(bodyOf));
  if (made.length === 1 || verbose || all.length <= MOST_SENT) return [line('request', whole(all))];
  return [line('request', whole(sending([bodyOf(culprit)])))];
}

/** The same, with the requests before it that make it wrong. */
async function sentBehind(
  cause: Error,
  requests: readonly Request[],
  before: readonly Sent[],
): Promise<readonly string[]> {
  const choice = freshProcess();
  const culprit = culpritOf(cause, requests);
  if (driver === null || choice === null || culprit === null) return [];
  const others = requests.filter((request) => request !== culprit).toReversed();
  let tried = 0;
  for (const request of [culprit, ...others].slice(0, MOST_CULPRITS)) {
    const due = before.findLastIndex(({ body }) => body === bodyOf(request));
    if (due < 0) continue;
    const behind = await requestsBehind(choice, before.slice(0, due + 1));
    if (behind.kind === 'found') return behindLines(behind);
    tried = Math.max(tried, behind.tried);
  }
  const inVain = tried === 0 ? '' : ` among the last ${tried} before it`;
  return [
    line('request', `none was found${inVain}; what stands behind "again" asks the whole chapter, in which it shows`),
  ];
}

function behindLines({ bodies, answer, isTheSame }: Extract<Behind, { kind: 'found' }>): string[] {
  const request = line('request', whole(sending(bodies)));
  if (isTheSame) return [request];
  const value = answer === null ? 'not answered with ok' : `answered ${cut(answer, MOST_ANSWER)}`;
  return [
    request,
    line('', `its last is ${value}, which it is not when asked alone; what was got takes more requests before it`),
  ];
}

/** The request that was not answered, or gave what is wrong, or else the last. */
function culpritOf(cause: Error, requests: readonly Request[]): Request | null {
  const made = requests.filter(wasSent);
  const thrower = made.find(({ answer }) => answer.kind === 'thrown' && answer.error === cause);
  const giver = cause instanceof Unequal ? holderOf(cause.given, made) : null;
  return thrower ?? giver ?? made[made.length - 1] ?? null;
}

function bodyOf({ op, args }: Request): string {
  return [op, ...argumentTokens(op, args)].join(' ');
}

function sending(bodies: readonly string[]): string {
  const lines = bodies.map((body, i) => `${i + 1} ${body}`);
  const words = lines.length === 1 ? ['echo', ...lines] : ['printf', '%s\\n', ...lines];
  return `${shellWords(words)} | ${shellWords(driver?.command ?? [])}`;
}

/** Requests with all parameters of a model are long, and half a request is none. */
function whole(command: string): string {
  if (command.length <= (verbose ? MOST_WORD : MOST_SENT)) return command;
  if (command.length > MOST_WORD) return `has ${command.length} characters, more than a shell takes`;
  return `has ${command.length} characters; what stands behind "again" prints it with --verbose`;
}
