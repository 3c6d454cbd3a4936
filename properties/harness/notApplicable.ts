import fc from 'fast-check';

/** Thrown by a check that would say nothing of the port, with the reason. */
export class NotApplicable extends Error {}

/** In place of inputs that the port cannot be given: the law that draws from it does not apply. */
export function notApplicable(reason: string): fc.Arbitrary<never> {
  return fc.constant(null).map(() => {
    throw new NotApplicable(reason);
  });
}
