/** The largest share of a tolerance that the running check has used; checks of one worker run one after another. */
let closest = 0;

/** Notes that a difference was allowed up to a bound; 1 is the bound itself. */
export function compared(difference: number, bound: number): void {
  const share = difference / bound;
  if (share > closest && share < Infinity) closest = share;
}

/** The closest approach to a tolerance since the last call: 0 where nothing was compared, or all of it was exact. */
export function closestApproach(): number {
  const share = closest;
  closest = 0;
  return share;
}
