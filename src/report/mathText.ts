/** Formulas of the specification's Markdown, in a block, and within a line in both forms; and code, which is neither and none. */
const PARTS = /^```math\n([\s\S]*?)^```$|^```[\s\S]*?^```$|\$`([^`]+)`\$|`[^`\n]+`|\$([^$\n]+)\$/gm;

/** What stands for a command of TeX. */
const SYMBOLS: Readonly<Record<string, string>> = {
  cdot: '·',
  sum: '∑',
  theta: 'θ',
  partial: '∂',
  beta: 'β',
  qquad: '   ',
  to: '→',
  leftarrow: '←',
  rangle: '⟩',
  langle: '⟨',
  oplus: '⊕',
  rfloor: '⌋',
  lfloor: '⌊',
  pi: 'π',
  bmod: 'mod',
  varepsilon: 'ε',
  nabla: '∇',
  tfrac12: '½',
  sim: '~',
  sigma: 'σ',
  mu: 'μ',
  mid: '|',
  ldots: '...',
  dots: '...',
  left: '',
  right: '',
};
/** Words that are written as they are. */
const WORDS = /\\(ln|max|cos|sin|lim)(?![a-z])/g;
/** A group without a group in it. */
const GROUP = '\\{([^{}]*)\\}';
const UNDERSCORE = '␟';
const HAT = /\\hat (\w)/g;
const COMBINING_HAT = '̂';
/** A term that may stand beside others as it is. */
const SIMPLE = /^[^\s+/·-]*$|^-?\d+$/;

/** A fraction that is all of a formula, or of its right side. */
const ALONE = /(?<=^|= )⦅([^⦅⦆]*)⦆$/;

/** In what order groups are taken away, from within; each is tried until none is left. */
const GROUPS: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [new RegExp(`\\\\(?:text|mathtt)${GROUP}`), (_, text) => text],
  [new RegExp(`\\\\frac${GROUP}${GROUP}`), (_, above, below) => `⦅${term(above)} / ${term(below)}⦆`],
  [new RegExp(`\\\\sqrt${GROUP}`), (_, text) => `√${term(text)}`],
  [new RegExp(`([_^])${GROUP}`), (_, mark, text) => `${mark}${term(text)}`],
];

/**
 * The specification's Markdown as it is read on a terminal: formulas in characters, and all else as it is.
 *
 * @param markdown - without formulas in it, it comes back as it is
 */
export function withMathText(markdown: string): string {
  return markdown.replace(PARTS, (whole, block?: string, kept?: string, plain?: string) => {
    if (block !== undefined) return blockText(block);
    const formula = kept ?? plain;
    return formula === undefined ? whole : formulaText(formula);
  });
}

/** Each line of a formula, set in. */
function blockText(formula: string): string {
  const lines = formula.replace(/\\(?:begin|end)\{aligned\}/g, '').split(/\\\\|\n/);
  return lines
    .map((line) => formulaText(line.replaceAll('&', ' ')))
    .filter((line) => line !== '')
    .map((line) => `    ${line}`)
    .join('\n');
}

/** One formula in characters: `\frac{1}{n} \sum_t x_t` is `1 / n ∑_t x_t`. */
export function formulaText(formula: string): string {
  let text = formula.replaceAll('\\_', UNDERSCORE).replaceAll('\\,', ' ').replace(HAT, `$1${COMBINING_HAT}`);
  for (let before = ''; before !== text; ) {
    before = text;
    for (const [pattern, replaced] of GROUPS) text = text.replace(pattern, replaced);
  }
  return text
    .replace(/\\sqrt /g, '√')
    .replace(WORDS, '$1')
    .replace(/\\([a-z]+(?:12)?)/g, (whole, name: string) => SYMBOLS[name] ?? whole)
    .replaceAll(UNDERSCORE, '_')
    .replace(ALONE, '$1')
    .replace(/([⌊⟨]) | ([⌋⟩])/g, '$1$2')
    .replaceAll('⦅', '(')
    .replace(/⦆(?=[\w∑])/g, ') ')
    .replaceAll('⦆', ')')
    .replace(/ {2,}/g, (gap) => (gap.length > 2 ? '   ' : ' '))
    .trim();
}

function term(text: string): string {
  return SIMPLE.test(text.trim()) ? text.trim() : `(${text.trim()})`;
}
