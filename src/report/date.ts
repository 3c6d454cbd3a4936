import { JsonFault, text } from '../port/json.ts';

/** To the second, in UTC. */
const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** Characters of `2026-02-11T09:30:00`, and of its day. */
const [TO_SECONDS, TO_DAY] = [19, 10];

/** Now, as results have it: `2026-02-11T09:30:00Z`. */
export function dateNow(): string {
  return `${new Date().toISOString().slice(0, TO_SECONDS)}Z`;
}

/**
 * A date from JSON.
 *
 * @throws JsonFault where it is none
 */
export function dateOf(json: unknown, where: string): string {
  const date = text(json, where);
  if (!DATE.test(date)) throw new JsonFault(`${where} is no date such as 2026-02-11T09:30:00Z`);
  return date;
}

/** The day of a date. */
export function dayOf(date: string): string {
  return date.slice(0, TO_DAY);
}
