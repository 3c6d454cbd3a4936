/**
 * JSON with a line for each member, and for each record of a member that is a list of records: what a new measurement
 * changed can be read in a diff.
 *
 * @param measured - an object, whose members JSON has
 * @returns the text of a file
 */
export function recordLines(measured: object): string {
  const members = Object.entries(measured).map(([name, value]) => `  ${JSON.stringify(name)}: ${member(value)}`);
  return `{\n${members.join(',\n')}\n}\n`;
}

function member(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0 || typeof value[0] !== 'object') return oneLine(value);
  return `[\n${value.map((record) => `    ${oneLine(record)}`).join(',\n')}\n  ]`;
}

/** Spaces stand behind commas and colons; line ends within strings are escaped, so the others are JSON's own. */
function oneLine(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replace(/(?<=[[{])\n *|\n *(?=[\]}])/g, '')
    .replace(/\n */g, ' ');
}
