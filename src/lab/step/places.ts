import type { Finding } from '../../diff/step/findings.ts';
import type { Place } from './mistakes/place.ts';

/** Whether a finding names a place, or one of the names that are as right. */
export function isPlace({ part, places }: Finding, { stage, name, or }: Place): boolean {
  return part === stage && [name, ...or].some((due) => places.some((found) => matches(due, found)));
}

/** `layer*` is any layer; of Adam, `m` is that of any matrix. */
function matches(due: string, found: string): boolean {
  const layer = found.replace(/\blayer\d+/, 'layer*');
  return due === found || due === layer || (['m', 'v', 'updated'].includes(due) && found.startsWith(`${due}.`));
}

/** What is one function in microgpt.py: names of its values, without their layer. */
const FUNCTIONS: readonly (readonly string[])[] = [
  ['x', 'attn_norm', 'mlp_norm'],
  ['attn_weights', 'probs'],
  ['q', 'k', 'v', 'attn_out', 'mlp_hidden', 'mlp_out', 'logits'],
];
/** Lines of microgpt.py: the class of nodes and its way back, the functions of the model, the optimizer's part of the loop. */
const TAPE_END = 72;
const [FUNCTIONS_START, FUNCTIONS_END] = [94, 106];
const UPDATE_START = 172;

/**
 * Whether a mistake makes a finding true: it is its place, or another one of the same function, where the mistake is in a function
 * that is called at several; it is another statement that the mistake's own text changes; or the way back through its wrong value.
 */
export function explains(place: Place, finding: Finding): boolean {
  if (isPlace(finding, place)) return true;
  if (finding.part !== place.stage) return place.stage === 'forward' && isDerivativeOf(place, finding);
  if (place.also === 'nodes') return true;
  const also = place.also ?? [];
  if (finding.places.some((found) => also.some((due) => matches(due, found)))) return true;
  // What Adam is given or keeps wrong is wrong in all that it makes of it.
  if (place.stage === 'adam') return true;
  const [first, last] = place.lines;
  // A node hands its gradient on alike wherever it stands, and all gradients are begun and cleared at once.
  if (place.stage === 'backward' && (last <= TAPE_END || first >= UPDATE_START)) return true;
  if (first < FUNCTIONS_START || last > FUNCTIONS_END) return false;
  const own = [place.name, ...place.or].map(withoutLayer);
  const alike = FUNCTIONS.filter((names) => own.some((name) => names.includes(name))).flat();
  return finding.places.some((found) => [...own, ...alike].includes(withoutLayer(found)));
}

/** A graph goes back through a wrong value by the derivative of what it computes. */
function isDerivativeOf({ name, or }: Place, { part, places }: Finding): boolean {
  return part === 'backward' && [name, ...or].some((due) => places.some((found) => matches(due, found)));
}

function withoutLayer(name: string): string {
  return name.replace(/^layer[*\d]+\./, '');
}
