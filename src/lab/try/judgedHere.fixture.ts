import { diffSources } from '../../report/diffSources.ts';
import { judge } from '../../try/judge.ts';
import { type NamedBlob, roleOf } from '../../try/roles.ts';
import type { Asked, Dropped } from './tryBrowser.fixture.ts';

/** What a number may be off by where another library rounded: a share of it, or so much. */
const [SHARE, LEAST] = [1e-9, 1e-13];
/** What is the size of a rounding itself, or counted in such: its share. */
const OF_ROUNDINGS = /"maxAbsDelta"|"delta"|times/;
const SHARE_OF_ROUNDINGS = 0.05;

/** The JSON of the page's own code, in this engine. */
export async function judgedHere(asked: Asked): Promise<string> {
  const { files, against, search = 'usual', flags = '', pattern = '' } = asked;
  const roled = await Promise.all(files.map(blobOf).map(async (file) => ({ ...file, role: await roleOf(file) })));
  const other = against === undefined ? [] : [{ ...blobOf(against), role: 'against' as const }];
  const request = { files: [...roled, ...other], search, flags, pattern };
  const { json } = await judge(request, { ...diffSources(), onProgress() {}, onFirst() {} });
  return json;
}

function blobOf({ name, content }: Dropped): NamedBlob {
  return { name, blob: new Blob([new Uint8Array(Buffer.from(content))]) };
}

/** Where two texts of JSON differ by more than roundings; numbers in sentences count too. */
export function closeTo(text: string, due: string): string[] {
  const [lines, dueLines] = [text, due].map((json) => json.split('\n'));
  return dueLines.flatMap((line, i) => (isClose(lines[i] ?? '', line) ? [] : [`${lines[i]} in place of ${line}`]));
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g;

function isClose(line: string, due: string): boolean {
  const [numbers, dueNumbers] = [line, due].map((one) => (one.match(NUMBER) ?? []).map(Number));
  if (line.replace(NUMBER, '') !== due.replace(NUMBER, '') || numbers.length !== dueNumbers.length) return false;
  const share = OF_ROUNDINGS.test(due) ? SHARE_OF_ROUNDINGS : SHARE;
  return numbers.every((x, i) => Math.abs(x - dueNumbers[i]) <= Math.max(LEAST, share * Math.abs(dueNumbers[i])));
}
