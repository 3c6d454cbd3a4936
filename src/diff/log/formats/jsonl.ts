import { parseNumber } from '../../number.ts';
import { type Columns, columnsOf } from './columns.ts';
import { type Format, type LineReader, MOST_DIGITS } from './format.ts';
import { membersOf } from './members.ts';
import { Numbering } from './numbering.ts';

/** An object a line, with a member that names the loss: `{"step": 1, "loss": 3.3660}`. */
export const jsonlFormat: Format = { name: 'jsonl', named: true, reader: startObjects };

function startObjects(): LineReader {
  const numbering = new Numbering();
  let columns: Columns | null = null;
  return (line) => {
    const members = line.trimStart().startsWith('{') ? membersOf(line.trim()) : null;
    if (members === null) return null;
    // Looking names up again where they are known takes half of the time.
    if (columns === null || !members.has(columns.loss)) columns = columnsOf([...members.keys()]);
    const text = members.get(columns?.loss ?? '')?.slice(0, MOST_DIGITS);
    const value = text === undefined ? null : parseNumber(text);
    if (columns === null || text === undefined || value === null) return null;
    return numbering.event(columns.step === null ? null : (members.get(columns.step) ?? null), value, text);
  };
}
