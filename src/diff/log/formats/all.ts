import { csvFormat } from './csv.ts';
import type { Format } from './format.ts';
import { jsonlFormat } from './jsonl.ts';
import { microgptFormat } from './microgpt.ts';
import { numbersFormat } from './numbers.ts';
import { pairsFormat } from './pairs.ts';

/** All formats, in the order in which a line is offered to them: the first that reads it has it. */
export const FORMATS: readonly Format[] = [jsonlFormat, microgptFormat, csvFormat, pairsFormat, numbersFormat];
