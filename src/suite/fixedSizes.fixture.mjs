// A port with sizes fixed at compile time, for the tests of the suite: the reference, which answers nothing else.
import { configure } from '../../dist/port/config.js';
import { referencePort } from '../../dist/port/reference.js';
import { ALL_OPS } from '../../dist/protocol/processPort.js';

const SIZES = { n_layer: 1, n_embd: 16, block_size: 16, n_head: 4 };
const VOCAB_SIZE = 27;
const reference = referencePort('1');

function checked(op) {
  return (...args) => {
    for (const arg of args) {
      if (arg?.n_embd !== undefined) demand(arg, configure({ ...arg, ...SIZES }));
      if (arg?.lm_head !== undefined) demand(arg.lm_head.length, VOCAB_SIZE);
    }
    if (op === 'parameters') demand(args[1], VOCAB_SIZE);
    const result = reference[op](...args);
    if (op === 'microgpt') demand(result.state_dict.lm_head.length, VOCAB_SIZE);
    return result;
  };
}

function demand(got, want) {
  if (JSON.stringify(got, text) !== JSON.stringify(want, text)) throw new Error('this port is built for other sizes');
}

function text(_, value) {
  return typeof value === 'bigint' ? String(value) : value;
}

export default {
  ...reference,
  name: 'fixed sizes',
  fixed: SIZES,
  vocab_size: VOCAB_SIZE,
  ...Object.fromEntries(ALL_OPS.map((op) => [op, checked(op)])),
};
