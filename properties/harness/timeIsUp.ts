import { provided } from './provided.ts';

const until = provided('until') ?? null;

/** Whether the time of a soak is over (src/suite/soak.ts): what is in hand is ended, and nothing more is asked. */
export function timeIsUp(): boolean {
  return until !== null && Date.now() >= until;
}
