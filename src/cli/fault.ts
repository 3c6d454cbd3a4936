/** Exit statuses of every command: 0 conforms or done, 1 does not conform, 2 usage, environment or suite. */
export const EXIT = { conforms: 0, doesNotConform: 1, fault: 2 } as const;

/** A fault of the call or of its environment: shown as one line, exit status 2. */
export class Fault extends Error {
  override readonly name = 'Fault';
}
