import { nameOf } from './layoutName.ts';
import type { LayoutFinding, SearchEnd } from './layoutSearch.ts';
import type { FlatDump } from './layouts.ts';

/** Layouts that a note lists. */
const MOST_LISTED = 3;
/** Matrices of one layer: with more, not every order is tried. */
const OF_ONE_LAYER = 9;

/**
 * How a dump was read, where that is not the standard way, or may not be.
 *
 * @returns sentences, each with the `--layout` to paste
 */
export function layoutNotes(finding: LayoutFinding, dump: FlatDump): string[] {
  if (finding.kind === 'none') return [];
  if (finding.kind === 'found') {
    const { id, title } = nameOf(finding.arrangement, dump);
    if (id === 'standard') return [];
    const alike = finding.alike === 0 ? '' : `; ${finding.alike} others give the same losses throughout this log`;
    return [
      `params: read ${title}: of ${finding.tried} readings this one gives the log's first losses${alike} (--layout ${id})`,
    ];
  }
  const ids = finding.arrangements.map((arrangement) => nameOf(arrangement, dump).id);
  if (ids.includes('standard')) return [];
  const listed = ids.slice(0, MOST_LISTED).map((id) => `--layout ${id}`);
  const more = ids.length > MOST_LISTED ? `, or ${ids.length - MOST_LISTED} more` : '';
  return [
    `params: step 1 differs as they are read here; it agrees with ${listed.join(', or ')}${more}, but this log says too little to choose that among ${finding.tried} readings: compare with it, or dump by name`,
  ];
}

/**
 * What to do about a first loss that no layout gives: a wrong order looks exactly like a wrong forward pass.
 *
 * @returns lines; none where the dump has its matrices by name, and others were tried
 */
export function layoutAdvice(finding: LayoutFinding, { named, order }: FlatDump): string[] {
  if (finding.kind === 'none' && finding.end === 'unasked') {
    return [
      'step 1 differs: params may have its matrices in another order, or transposed; without --no-diagnosis other readings are tried',
    ];
  }
  if (named || finding.kind !== 'none' || finding.tried === 0 || finding.end === 'explained') return [];
  return [
    `step 1 differs: the order of the matrices in params may be why; ${finding.tried} readings were tried, and none gives the log's first losses${howFar(finding.end, order.length)}`,
    '  a dump by name has no order: write "wte 27 16" (name, rows, columns) above the rows of each matrix (README, Door 1)',
  ];
}

function howFar(end: SearchEnd, matrices: number): string {
  if (end === 'digits') return '; for more of them the log has too few digits';
  if (matrices > OF_ONE_LAYER)
    return `; ${matrices} matrices have too many orders: tried were those by layer and by kind`;
  return end === 'trials' ? '; there are more' : `, every order of the ${matrices} matrices among them`;
}
