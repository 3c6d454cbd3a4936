import type { OpName, Port } from '../../src/port/port.ts';
import { isPromised } from '../../src/port/promised.ts';
import { wrapped } from '../../src/port/wrapped.ts';

/** A request that a check has made for one input, and what came. */
export interface Request {
  readonly op: OpName;
  readonly args: readonly unknown[];
  answer: Answer;
}

/** What a port made of a request; nothing where it was not awaited. */
export type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'given'; readonly value: unknown }
  | { readonly kind: 'thrown'; readonly error: unknown };

/** Answers in a port's place. */
export type Instead = (op: OpName, args: readonly unknown[]) => unknown;

let requests: Request[] = [];
let instead: Instead | null = null;
let made = 0;

/** The same port, whose requests and answers are kept until the next input, so that a failure can show them. */
export function noting<P extends Port>(port: P): P {
  return wrapped(port, (op, ask) => (...args) => {
    const request: Request = { op, args, answer: { kind: 'none' } };
    requests.push(request);
    try {
      if (instead !== null) return given(request, instead(op, args));
      made++;
      return given(request, ask(...args));
    } catch (error) {
      request.answer = { kind: 'thrown', error };
      throw error;
    }
  });
}

/** From here on another input is asked about. */
export function forgetRequests(): void {
  requests = [];
}

/** Takes up again what was asked for another input, which is shown in place of the last. */
export function recallRequests(made: readonly Request[]): void {
  requests = [...made];
}

/** What was asked for the last input, in its order. */
export function requestsMade(): readonly Request[] {
  return [...requests];
}

/** How many the port was asked since this was last looked at. */
export function requestsCounted(): number {
  const count = made;
  made = 0;
  return count;
}

/** Does something with another to answer in the port's place. */
export async function answeredBy(other: Instead, action: () => Promise<void> | void): Promise<void> {
  instead = other;
  try {
    await action();
  } finally {
    instead = null;
  }
}

function given(request: Request, value: unknown): unknown {
  if (!isPromised(value)) {
    request.answer = { kind: 'given', value };
    return value;
  }
  return value.then(
    (settled) => {
      request.answer = { kind: 'given', value: settled };
      return settled;
    },
    (error) => {
      request.answer = { kind: 'thrown', error };
      throw error;
    },
  );
}
