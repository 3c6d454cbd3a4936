import type { RunResult } from './result.ts';

/**
 * What there is of a port in one class on one system: its latest result, and those before it.
 *
 * A port is who its name and its language say, so these hold together: the same name and language, class (`dtype`), and
 * system (`machine.system` and `machine.arch`). Its version and the date tell results apart.
 */
export interface Lineage {
  readonly latest: RunResult;
  /** The earliest first. */
  readonly earlier: readonly RunResult[];
  /** The system, where the same port in the same class was asked on others too; else null. */
  readonly system: string | null;
}

/** A version of numbers with dots, and what stands behind them before a release: `1.10.0`, `v0.3`, `2.0.0-rc.1`. */
const NUMBERED = /^v?(\d+(?:\.\d+)*)(?:-([\w.-]+))?(?:\+\S*)?$/;

/**
 * Results by lineage, those of a port side by side, otherwise in the order in which they are given.
 *
 * Of a lineage the versions give the order, where all of them are numbers with dots, and the dates that of equal versions;
 * where they are not, the dates alone; and where those say nothing, the order in which they are given.
 */
export function lineagesOf(results: readonly RunResult[]): Lineage[] {
  const ports = [...groups(results, portOf).values()].map((own) => [...groups(own, lineOf).values()]);
  return ports.flatMap((lines) =>
    lines.map((line): Lineage => {
      const { earlier, latest } = inOrder(line);
      const isOnOthers = lines.some(([other]) => other !== line[0] && other.port.dtype === latest.port.dtype);
      return { latest, earlier, system: isOnOthers ? systemOf(latest) : null };
    }),
  );
}

/** A lineage's results, the earliest first. */
export function allOf({ earlier, latest }: Lineage): RunResult[] {
  return [...earlier, latest];
}

/** Lineages of the same port. */
export function isSamePort(a: Lineage, b: Lineage): boolean {
  return portOf(a.latest) === portOf(b.latest);
}

/** What no two results of a set may share: the port, its class and system, its version, and the date. */
export function resultIdentity(result: RunResult): string {
  return JSON.stringify([lineOf(result), result.port.version, result.date ?? null]);
}

/** The system that a port was asked on: `linux x64`. */
export function systemOf({ machine }: RunResult): string {
  return `${machine.system} ${machine.arch}`;
}

function portOf({ port }: RunResult): string {
  return JSON.stringify([port.name, port.lang]);
}

function lineOf(result: RunResult): string {
  return JSON.stringify([portOf(result), result.port.dtype, systemOf(result)]);
}

function groups(results: readonly RunResult[], keyOf: (result: RunResult) => string) {
  const byKey = new Map<string, [RunResult, ...RunResult[]]>();
  for (const result of results) {
    const own = byKey.get(keyOf(result));
    if (own === undefined) byKey.set(keyOf(result), [result]);
    else own.push(result);
  }
  return byKey;
}

function inOrder(line: readonly [RunResult, ...RunResult[]]): Pick<Lineage, 'earlier' | 'latest'> {
  const isNumbered = line.every(({ port }) => NUMBERED.test(port.version));
  const [latest, ...earlier] = line.toReversed().sort((a, b) => {
    const version = isNumbered ? compareVersions(b.port.version, a.port.version) : 0;
    return version === 0 ? compareDates(b, a) : version;
  });
  return { latest: latest ?? line[0], earlier: earlier.toReversed() };
}

function compareVersions(a: string, b: string): number {
  const [[, numbersA = '', beforeA], [, numbersB = '', beforeB]] = [a, b].map((text) => NUMBERED.exec(text) ?? []);
  const numbers = compareNumbers(numbersA, numbersB);
  if (numbers !== 0 || beforeA === beforeB) return numbers;
  if (beforeA === undefined || beforeB === undefined) return beforeA === undefined ? 1 : -1;
  return beforeA.localeCompare(beforeB, 'en', { numeric: true });
}

function compareNumbers(a: string, b: string): number {
  const [one, other] = [a, b].map((text) => text.split('.').map(Number));
  const count = Math.max(one.length, other.length);
  const differences = Array.from({ length: count }, (_, i) => (one[i] ?? 0) - (other[i] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** A result without a date is of before there were any. */
function compareDates({ date: a = '' }: RunResult, { date: b = '' }: RunResult): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
