import type { StateDict } from '../../reference/parameters.ts';

/** The value that each matrix makes. */
const MADE: Readonly<Record<string, string>> = {
  attn_wq: 'q',
  attn_wk: 'k',
  attn_wv: 'v',
  attn_wo: 'attn_out',
  mlp_fc1: 'mlp_hidden',
  mlp_fc2: 'mlp_out',
  lm_head: 'logits',
};

/** A matrix that has no part in the value which it should make. */
export interface Unread {
  readonly matrix: string;
  readonly value: string;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Matrices whose gradient is 0 while the value that they should make is wrong: it is made of others, as where lm_head is wte.
 *
 * @param wrong - values of the forward pass by their names without position
 */
export function unreadMatrices(grad: StateDict, wrong: ReadonlySet<string>): readonly Unread[] {
  return Object.entries(grad).flatMap(([matrix, rows]) => {
    const value = matrix.replace(/[^.]+$/, (kind) => MADE[kind] ?? kind);
    if (!wrong.has(value) || !isZero(rows)) return [];
    return [{ matrix, value, rows: rows.length, columns: rows[0]?.length ?? 0 }];
  });
}

/** Whether all numbers of a matrix are 0. */
export function isZero(rows: readonly (readonly number[])[]): boolean {
  return rows.every((row) => row.every((x) => x === 0));
}
