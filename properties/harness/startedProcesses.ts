/** Processes that one worker starts to look for what is kept. */
const MOST_IN_ALL = 200;

let count = 0;

/** Whether one more may be started. */
export function mayStart(): boolean {
  return count < MOST_IN_ALL;
}

/** One more was started. */
export function started(): void {
  count++;
}
