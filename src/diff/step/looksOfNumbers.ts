import { type Ball, exact, type Vector } from '../../port/balls.ts';
import { UNIT_ROUNDOFF } from '../../port/precision.ts';
import { explains } from './explains.ts';
import { factorOf } from './factor.ts';
import type { LookContext, Probe } from './probe.ts';
import type { Numbers } from './stageResult.ts';

/** What is plain to see, and says nothing of how it came. */
export const PLAIN_PROBES: readonly Probe[] = [
  {
    id: 'not-a-number',
    sentence: '{} NaN or infinite.',
    holds: ({ stage: { numbers } }) => {
      const bad = numbers.own.filter((x) => !Number.isFinite(x)).length;
      if (bad === 0) return null;
      return bad === numbers.own.length ? 'All entries are' : `${bad} of ${numbers.own.length} entries are`;
    },
  },
  {
    id: 'zero',
    sentence: 'All entries are 0.',
    holds: ({ stage: { numbers } }) => said(numbers.own.every((x) => x === 0) && explains(numbers, zeros(numbers))),
  },
  {
    id: 'unchanged',
    sentence: 'They are the parameters before the step, unchanged.',
    holds: ({ stage, dump }) => {
      const matrix = /^updated\.(.+)$/.exec(stage.name)?.[1];
      const params = dump.params?.[matrix ?? '']?.flat();
      return said(params !== undefined && explains(stage.numbers, exactly(params)));
    },
  },
];

/** Probes that need no more than the numbers of the stage, and others of the dump. */
export const NUMBER_PROBES: readonly Probe[] = [
  {
    id: 'factor',
    sentence: 'Every entry is what is due times {}.',
    holds: (context) => factorOf(context, context.stage.numbers),
  },
  {
    id: 'transposed',
    sentence: 'It is the transpose of what is due.',
    holds: ({ stage: { numbers } }) => {
      const { own, columns, due } = numbers;
      if (columns === null || columns * columns !== own.length) return null;
      return said(
        explains(
          numbers,
          due.map((_, i) => due[(i % columns) * columns + Math.floor(i / columns)]),
        ),
      );
    },
  },
  {
    id: 'another-value-added',
    sentence: 'It is what is due, and {} is added to it.',
    holds: ({ stage, dump, previous, model }) => {
      const { own, due } = stage.numbers;
      const others = [...valuesOf(dump, stage.name)];
      const kept = valueNamed(previous, stage.name);
      if (kept !== undefined) others.push([`${stage.name} of the step before`, kept]);
      for (const [name, other] of others) {
        if (other.length !== own.length) continue;
        const guess = due.map((ball, i) => model.balls.add(ball, exact(other[i])));
        if (explains(stage.numbers, guess)) return name;
      }
      return null;
    },
  },
  {
    id: 'rows-not-zero',
    sentence: 'Rows that nothing reaches are not 0: {}; the other rows hold.',
    holds: (context) => rowsThat(context, (_, due) => due.every(({ mid }) => mid === 0)),
  },
  {
    id: 'heads-missing',
    sentence: 'All entries of {} are 0; those of the other heads hold.',
    holds: (context) => {
      const parts = partsByHead(context);
      return parts === null ? null : zeroParts(context.stage.numbers, parts, 'head');
    },
  },
  {
    id: 'rows-missing',
    sentence: 'All entries of {} are 0; the other rows hold.',
    holds: ({ stage: { numbers } }) => {
      const parts = rowsOf(numbers);
      return parts === null ? null : zeroParts(numbers, parts, 'row');
    },
  },
  {
    id: 'heads-moved',
    sentence: 'The heads are not in their places: {}.',
    holds: (context) => {
      const parts = partsByHead(context);
      return parts === null ? null : moved(context.stage.numbers, parts, 'head');
    },
  },
  {
    id: 'rows-moved',
    sentence: 'The rows are not in their places: {}.',
    holds: ({ stage: { numbers } }) => {
      const parts = rowsOf(numbers);
      return parts === null ? null : moved(numbers, parts, 'row');
    },
  },
  {
    id: 'columns-moved',
    sentence: 'The columns are not in their places: {}.',
    holds: ({ stage: { numbers } }) => {
      const parts = columnsOf(numbers);
      return parts === null ? null : moved(numbers, parts, 'column');
    },
  },
  {
    id: 'clipped',
    sentence: 'Every entry is what is due, held within {} of 0.',
    holds: ({ stage: { numbers } }) => {
      const { own, due } = numbers;
      const limit = Math.max(...own.map(Math.abs));
      const met = own.filter((x) => Math.abs(x) === limit).length;
      if (met < 3 || limit === 0) return null;
      const guess = due.map(
        (ball): Ball => ({ mid: Math.max(-limit, Math.min(limit, ball.mid)), rad: ball.rad + Number.EPSILON * limit }),
      );
      return explains(numbers, guess) ? number(limit) : null;
    },
  },
  {
    id: 'another-value',
    sentence: 'It is equal to {} of the dump.',
    holds: ({ stage, dump }) => {
      const { own } = stage.numbers;
      if (own.filter((x) => x !== 0).length < 3) return null;
      for (const [name, other] of valuesOf(dump, stage.name)) {
        if (other.length === own.length && own.every((x, i) => x === other[i])) return name;
      }
      return null;
    },
  },
  {
    id: 'constant-added',
    sentence: 'Every entry is what is due, and {} more.',
    holds: ({ stage: { numbers }, model }) => {
      const { own, due } = numbers;
      const c = own[0] - due[0].mid;
      const guess = due.map(
        ({ mid, rad }): Ball => ({
          mid: mid + c,
          rad: rad + due[0].rad + 4 * UNIT_ROUNDOFF[model.balls.dtype] * (Math.abs(mid) + Math.abs(c)),
        }),
      );
      return own.length > 3 && explains(numbers, guess) ? number(c) : null;
    },
  },
];

/** A number as it is said. */
export function number(x: number): string {
  return String(Number(x.toPrecision(6)));
}

function said(holds: boolean): string | null {
  return holds ? '' : null;
}

function zeros({ own }: Numbers): Vector {
  return own.map(() => exact(0));
}

function exactly(numbers: readonly number[]): Vector {
  return numbers.map(exact);
}

/** Places of entries, by row. */
function rowsOf({ own, columns }: Numbers): readonly number[][] | null {
  if (columns === null || columns === 0) return null;
  const rows = own.length / columns;
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => i * columns + j));
}

function columnsOf({ own, columns }: Numbers): readonly number[][] | null {
  if (columns === null || columns === 0) return null;
  const rows = own.length / columns;
  return Array.from({ length: columns }, (_, j) => Array.from({ length: rows }, (_, i) => i * columns + j));
}

/** Places of entries by head, of matrices and values that have heads; null of the others. */
function partsByHead({ stage: { name, numbers }, model }: LookContext): readonly number[][] | null {
  const { n_head } = model.config;
  const { own, columns } = numbers;
  if (n_head < 2) return null;
  const bins = Array.from({ length: n_head }, (): number[] => []);
  const headOf = (place: number) => Math.floor(place / model.head_dim);
  for (const i of own.keys()) {
    if (/\.attn_w[qkv]$/.test(name)) bins[headOf(Math.floor(i / (columns ?? 1)))]?.push(i);
    else if (/\.attn_wo$/.test(name)) bins[headOf(i % (columns ?? 1))]?.push(i);
    else if (/\.(q|k|v|x_attn)$/.test(name)) bins[headOf(i)]?.push(i);
    else return null;
  }
  return bins;
}

function zeroParts(numbers: Numbers, parts: readonly number[][], kind: 'row' | 'head'): string | null {
  const { own, due } = numbers;
  const empty = parts.map((at) => at.every((i) => own[i] === 0) && at.some((i) => due[i].mid !== 0));
  const of = empty.flatMap((is, i) => (is ? [i] : []));
  if (of.length === 0 || of.length === parts.length) return null;
  const gone = new Set(of.flatMap((i) => parts[i]));
  if (
    !explains(
      numbers,
      due.map((ball, i) => (gone.has(i) ? exact(0) : ball)),
    )
  )
    return null;
  return listed(kind, of);
}

/** Rows that are wrong are all of a kind, and there is one. */
function rowsThat({ stage: { numbers } }: LookContext, kind: (own: readonly number[], due: Vector) => boolean) {
  const { own, due } = numbers;
  const rows = rowsOf(numbers) ?? [];
  const wrong = rows.map((at) => at.some((i) => Math.abs(own[i] - due[i].mid) > 2 * due[i].rad));
  const of = wrong.flatMap((is, i) => (is ? [i] : []));
  const fits = of.every((i) =>
    kind(
      rows[i].map((at) => own[at]),
      rows[i].map((at) => due[at]),
    ),
  );
  return of.length > 0 && of.length < rows.length && fits ? listed('row', of) : null;
}

/** Where each part of the due numbers is found again: the same distance for all, or a part for each. */
function moved(numbers: Numbers, parts: readonly number[][], kind: string): string | null {
  const { own, due } = numbers;
  const count = parts.length;
  if (count < 2) return null;
  const put = (from: (part: number) => number | null) => {
    const guess = [...due];
    for (const [p, at] of parts.entries()) {
      const source = from(p);
      for (const [j, i] of at.entries()) {
        guess[i] = source === null ? exact(0) : due[parts[source][j]];
        if (!(Math.abs(own[i] - guess[i].mid) <= 2 * guess[i].rad)) return false;
      }
    }
    return explains(numbers, guess);
  };
  for (let k = 1; k < count; k++) {
    if (put((p) => (p + k) % count)) return shifted(kind, k, count, true);
    if (put((p) => (p + k < count ? p + k : null))) return shifted(kind, k, count, false);
    if (put((p) => (p - k >= 0 ? p - k : null))) return shifted(kind, -k, count, false);
  }
  if (put((p) => count - 1 - p)) return `they are in reverse order`;
  for (let same = 0; same < count; same++) if (put(() => same)) return `each is ${kind} ${same}`;
  return anyOrder(numbers, parts, put, kind);
}

function shifted(kind: string, k: number, count: number, around: boolean): string {
  if (!around) {
    const from = k > 0 ? `i + ${k}` : `i - ${-k}`;
    return `${kind} i is that of ${from}, and where there is none it is 0`;
  }
  if (count === 2) return 'the two are exchanged';
  const less = count - k < k;
  return `${kind} i is that of ${less ? `i - ${count - k}` : `i + ${k}`}, around the end`;
}

/** Each part is some other part of what is due. */
function anyOrder(
  { own, due }: Numbers,
  parts: readonly number[][],
  put: (from: (part: number) => number | null) => boolean,
  kind: string,
): string | null {
  const from = parts.map((at, p) => {
    const fits = (q: number) => at.every((i, j) => Math.abs(own[i] - due[parts[q][j]].mid) <= 2 * due[parts[q][j]].rad);
    return fits(p) ? p : parts.findIndex((_, q) => fits(q));
  });
  if (from.includes(-1) || new Set(from).size < parts.length || !put((p) => from[p])) return null;
  return `in their order they are the due ${kind}s ${from.join(', ')}`;
}

/** `rows 0, 3 to 5 and 7`. */
function listed(kind: string, of: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const i of of) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === i - 1) last[1] = i;
    else runs.push([i, i]);
  }
  const told = runs.flatMap(([first, last]) =>
    last - first > 1 ? [`${first} to ${last}`] : first === last ? [`${first}`] : [`${first}`, `${last}`],
  );
  if (of.length === 1) return `${kind} ${told[0]}`;
  return `${kind}s ${told.length === 1 ? told[0] : `${told.slice(0, -1).join(', ')} and ${told.at(-1)}`}`;
}

/** Other values of a dump that a stage's numbers may be; of the forward pass the ones of its position before others. */
function* valuesOf(dump: StepDumpLike, name: string): Generator<[string, readonly number[]]> {
  const position = /^pos\d+\./.exec(name)?.[0];
  if (position !== undefined) {
    const names = [...dump.trace.keys()].filter((other) => other !== name);
    const near = names.filter((other) => other.startsWith(position));
    const far = names.filter((other) => other.replace(/^pos\d+\./, '') === name.slice(position.length));
    for (const other of [...near, ...far]) yield [other, dump.trace.get(other) ?? []];
    return;
  }
  for (const part of ['grad', 'm', 'v', 'params'] as const) {
    for (const [matrix, rows] of Object.entries(dump[part] ?? {})) {
      if (`${part}.${matrix}` !== name) yield [`${part}.${matrix}`, rows.flat()];
    }
  }
}

type StepDumpLike = LookContext['dump'];

function valueNamed(dump: StepDumpLike | null, name: string): readonly number[] | undefined {
  const [, part, matrix] = /^(grad)\.(.+)$/.exec(name) ?? [];
  return part === undefined ? undefined : dump?.grad?.[matrix]?.flat();
}
