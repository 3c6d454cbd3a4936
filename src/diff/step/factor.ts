import type { Ball } from '../../port/balls.ts';
import { UNIT_ROUNDOFF } from '../../port/precision.ts';
import { explains } from './explains.ts';
import type { LookContext } from './probe.ts';
import { Numbers } from './stageResult.ts';

/**
 * By what one factor all entries are off, in words: `-1`, or `0.5, which is 1/2`.
 *
 * @returns null where there is no such factor
 */
export function factorOf(context: LookContext, numbers: Numbers): string | null {
  const found = oneFactor(context, numbers);
  if (found === null) return null;
  const { factor, rad } = found;
  const names = named(context).filter(({ value }) => Math.abs(Math.abs(factor) - value) <= rad + 1e-12 * value);
  if (names.length === 0) return inWords(factor);
  const sign = factor < 0 ? '-' : '';
  const shown = sign + Number(names[0].value.toPrecision(6));
  const told = names.map(({ name }) => name).filter((name) => name !== String(names[0].value));
  if (told.length === 0) return shown === '-1' ? '-1: only the sign is wrong' : shown;
  return `${shown}, which is ${told.map((name) => sign + name).join(' and ')} here`;
}

/** The factor from the entry that tells it best, if all entries have it. */
function oneFactor({ model }: LookContext, numbers: Numbers): { factor: number; rad: number } | null {
  const { own, due } = numbers;
  const u = UNIT_ROUNDOFF[model.balls.dtype];
  let best = -1;
  for (const [i, { mid, rad }] of due.entries()) {
    if (mid !== 0 && (best < 0 || rad / Math.abs(mid) < due[best].rad / Math.abs(due[best].mid))) best = i;
  }
  if (best < 0) return null;
  const factor = own[best] / due[best].mid;
  if (factor === 0 || !Number.isFinite(factor)) return null;
  const lost = (2 * due[best].rad) / Math.abs(due[best].mid) + 8 * u;
  const guess = due.map(
    ({ mid, rad }): Ball => ({
      mid: factor * mid,
      rad: Math.abs(factor) * (rad + lost * Math.abs(mid)),
    }),
  );
  // The entry that gave the factor does not decide.
  const others = (of: readonly number[]) => of.filter((_, i) => i !== best);
  const rest = new Numbers(
    others(own),
    due.filter((_, i) => i !== best),
    null,
  );
  if (
    !explains(
      rest,
      guess.filter((_, i) => i !== best),
    )
  )
    return null;
  return { factor, rad: Math.abs(factor) * lost };
}

/** `0.714286`, or `1 + 1.38e-5` where it is so near. */
function inWords(factor: number): string {
  const more = factor - 1;
  if (Math.abs(more) > 1e-3) return String(Number(factor.toPrecision(6)));
  return `1 ${more < 0 ? '-' : '+'} ${Number(Math.abs(more).toPrecision(3))}`;
}

/** Numbers of a step that have a name, each once and its inverse. */
function named({ model, dump, stage }: LookContext): readonly { readonly name: string; readonly value: number }[] {
  const { n_embd, n_head, block_size } = model.config;
  const { tokens } = dump;
  const n = tokens === null ? null : Math.min(block_size, tokens.length - 1);
  const counts: [string, number][] = [
    ['1', 1],
    ...(n === null ? [] : ([['n', n]] as [string, number][])),
    ['block_size', block_size],
    ['head_dim', model.head_dim],
    ['n_embd', n_embd],
    ['n_head', n_head],
    ['2', 2],
  ];
  const roots: [string, number][] = [
    ['head_dim^0.5', model.head_dim ** 0.5],
    ['n_embd^0.5', n_embd ** 0.5],
  ];
  const more: [string, number][] = [
    ...(n === null
      ? []
      : ([
          ['n/(n + 1)', n / (n + 1)],
          ['n/(n - 1)', n / (n - 1)],
          ['n/block_size', n / block_size],
        ] as [string, number][])),
    ...(dump.loss === null ? [] : ([['the loss', dump.loss]] as [string, number][])),
    ['((n_embd - 1)/n_embd)^0.5', ((n_embd - 1) / n_embd) ** 0.5],
    ['ln 2', Math.LN2],
    ['1/ln 2', 1 / Math.LN2],
  ];
  const inverse = [...counts, ...roots].flatMap(([name, value]): [string, number][] =>
    value === 1 ? [] : [[/\^/.test(name) ? name.replace('^0.5', '^-0.5') : `1/${name}`, 1 / value]],
  );
  // Adam's factors are made of its own constants: another number would be one by chance.
  if (stage.part === 'adam') return [{ name: '1', value: 1 }];
  return [...counts, ...roots, ...inverse, ...more]
    .filter(([name, value]) => value !== 1 || name === '1')
    .map(([name, value]) => ({ name, value }));
}
