/** A fault of the port, or of the suite where the message says so: PORT: or SUITE: begins it. */
export class PortFault extends Error {
  override readonly name = 'PortFault';
}

/** The port was asked, and did not answer in time. */
export class TimedOut extends PortFault {}

/** The port was not asked, since it has not answered such requests in time before. */
export class NotAsked extends PortFault {}
