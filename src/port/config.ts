/** The configuration is part of the interface: ports are given one with the constants under microgpt.py's names. */
export { CANONICAL, type Config, configure, DIALECTS, EARLY } from '../reference/config.ts';
export { type Matrix, type StateDict, shapes } from '../reference/parameters.ts';
export type { Tokenizer } from '../reference/tokenizer.ts';
