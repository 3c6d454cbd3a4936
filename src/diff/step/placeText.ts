import type { Finding } from './findings.ts';
import { placeOfAll } from './place.ts';

/** What a finding says is wrong, with its place in microgpt.py and its clause. */
export function placeText(finding: Finding): string {
  const { part, shownBy, places, forward } = finding;
  const { lines, clause } = placeOfAll(part, places);
  const at = lines[0] === lines[1] ? `line ${lines[0]}` : `lines ${lines[0]} to ${lines[1]}`;
  const where = `microgpt.py, ${at}; ${clause}`;
  const [, ...missing] = places;
  if (part === 'adam' && missing.length > 0) {
    const moments = missing.map((name) => name.split('.')[0]).join(' or ');
    return `${shownBy}, or ${moments} before it, which the dump has not (${where})`;
  }
  if (part === 'forward' && missing.length > 0)
    return `${shownBy}, or ${spanOf(missing)} before it, which the dump has not (${where})`;
  if (part !== 'backward') return `${shownBy} (${where})`;
  return `${gradientText(finding)} (${where})${forward.length === 0 ? '' : `, ${orForward(forward)}`}`;
}

function gradientText({ shownBy, places, stage }: Finding): string {
  if (stage.status !== 'wrong') return `the gradient of ${shownBy}`;
  if (stage.places !== undefined && places.includes(shownBy))
    return `the gradient of ${places.join(' or ')}, which do not agree`;
  if (stage.places !== undefined || stage.fault === 'flow')
    return `the gradient on its way back through ${places.join(', ')}, shown by ${shownBy}`;
  if (stage.fault === 'either' && places.length > 1)
    return `the gradient of ${shownBy} alone, or that on its way back through ${places.slice(1).join(', ')}`;
  return `the gradient of ${shownBy} alone`;
}

/** What else may be wrong where no value of the forward pass is known to be right. */
function orForward(forward: readonly string[]): string {
  return `or a value of the forward pass, ${spanOf(forward, 'from')}, which the dump has not`;
}

function spanOf(names: readonly string[], from = 'a value from'): string {
  const last = names[names.length - 1];
  return names.length === 1 ? last : `${from} ${names[0]} to ${last}`;
}
