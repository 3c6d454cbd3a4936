import type { Deviation } from '../deviation.ts';

const ENCODED = 'return [BOS, ...Array.from(doc, (ch) => tokenOf(uchars, ch, doc)), BOS];';
const CHARACTERS = '...Array.from(doc, (ch) => tokenOf(uchars, ch, doc))';

/** Deviations in the vocabulary and in the tokens of a document. */
export const TOKENIZER: readonly Deviation[] = [
  {
    id: 'bos-start-missing',
    clause: 'tokenizer.4',
    title: 'no BOS before the document',
    explanation:
      'The tokens begin with the first character, so the first letter is never predicted, and inference starts from a token that was never an input. Put BOS on both sides.',
    shows: 'documents',
    edits: [{ file: 'tokenizer', find: ENCODED, replace: `return [${CHARACTERS}, BOS];` }],
  },
  {
    id: 'bos-end-missing',
    clause: 'tokenizer.4',
    title: 'no BOS behind the document',
    explanation:
      'The tokens end with the last character, so the end of a name is never learnt. For documents shorter than block_size the losses are those of last-target. Put BOS on both sides.',
    shows: 'documents',
    edits: [{ file: 'tokenizer', find: ENCODED, replace: `return [BOS, ${CHARACTERS}];` }],
  },
  {
    id: 'bos-zero',
    clause: 'tokenizer.2',
    title: 'BOS is token 0',
    explanation:
      'BOS comes before the characters, whose tokens are all shifted by one. It is as good a numbering, but rows of wte and lm_head then belong to other tokens. BOS is len(uchars).',
    shows: 'documents',
    edits: [
      { file: 'tokenizer', find: 'BOS: uchars.length,', replace: 'BOS: 0,' },
      { file: 'tokenizer', find: 'const BOS = uchars.length;', replace: 'const BOS = 0;' },
      {
        file: 'tokenizer',
        find: 'tokenOf(uchars, ch, doc)),',
        replace: '1 + tokenOf(uchars, ch, doc)),',
      },
      { file: 'tokenizer', find: 'item(uchars, token,', replace: 'item(uchars, token - 1,' },
      { file: 'inference', find: 'model.state_dict.lm_head.length - 1', replace: '0' },
    ],
  },
  {
    id: 'eos-separate',
    clause: 'tokenizer.3',
    title: 'a token of its own for the end',
    explanation:
      'Documents end with an EOS token beside BOS, so the vocabulary has one token more, and wte and lm_head a row more: all initial parameters behind wte are others. BOS ends a document too.',
    shows: 'parameters',
    edits: [
      { file: 'tokenizer', find: 'vocab_size: uchars.length + 1', replace: 'vocab_size: uchars.length + 2' },
      { file: 'tokenizer', find: 'doc)), BOS];', replace: 'doc)), BOS + 1];' },
      {
        file: 'inference',
        find: 'const BOS = model.state_dict.lm_head.length - 1;',
        replace: 'const BOS = model.state_dict.lm_head.length - 2;',
      },
      { file: 'inference', find: 'token_id === BOS', replace: 'token_id >= BOS' },
    ],
  },
  {
    id: 'vocabulary-unsorted',
    clause: 'tokenizer.1',
    title: 'characters numbered as they first occur',
    explanation:
      'The vocabulary keeps the order in which characters are met, as a set that remembers it gives them. Tokens are then numbered otherwise, and start from other rows of wte and lm_head. Sort by code point.',
    shows: 'documents',
    edits: [{ file: 'tokenizer', find: 'sorted(new Set(', replace: 'Array.from(new Set(' }],
  },
  {
    id: 'utf16-order',
    clause: 'tokenizer.1',
    title: 'characters sorted by UTF-16 units',
    explanation:
      "JavaScript's sort() compares UTF-16 units, which puts characters beyond U+FFFF before U+E000 to U+FFFF. Only a dataset with both shows it. Sort by code point.",
    shows: 'law',
    edits: [{ file: 'tokenizer', find: 'sorted(new Set(', replace: '((set) => [...set].sort())(new Set(' }],
  },
  {
    id: 'utf16-units',
    clause: 'tokenizer.10',
    title: 'a character is a UTF-16 unit',
    explanation:
      'Documents are split into UTF-16 units, so that a character beyond U+FFFF becomes two tokens. names.txt has none. Go by code points.',
    shows: 'law',
    edits: [
      { file: 'tokenizer', find: "docs.join('')));", replace: "docs.join('').split('')));" },
      { file: 'tokenizer', find: 'Array.from(doc, ', replace: "Array.from(doc.split(''), " },
    ],
  },
];
