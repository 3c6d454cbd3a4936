import { escaped, Markup } from './markup.ts';

/** What marks mathematics in the specification's sentences, in both of its forms, code, and weight. */
const MARKED = /\$`([^`]+)`\$|`([^`]+)`|\$([^$]+)\$|\*\*([^*]+)\*\*/g;
/** TeX as far as the clauses' sentences have it, in the order in which it is replaced; their test says what is left. */
const TEX: readonly (readonly [RegExp, string])[] = [
  [/\\text\{((?:[^{}\\]|\\_)*)\}/g, '$1'],
  [/\\_/g, '␟'], // an underscore that lowers nothing
  [/\\sqrt\{([^{}]*)\}/g, '√($1)'],
  [/\\tfrac12/g, '½'],
  [/\^\{([^{}]*)\}|\^(\w)/g, '<sup>$1$2</sup>'],
  [/_\{([^{}]*)\}|_(\w)/g, '<sub>$1$2</sub>'],
  [/\\(?:[cm]?dot|times)\b/g, '·'],
  [/\\,/g, ' '],
  [/\\lfloor ?/g, '⌊'],
  [/ ?\\rfloor/g, '⌋'],
  [/\\langle ?/g, '⟨'],
  [/ ?\\rangle/g, '⟩'],
  [/\\varepsilon/g, 'ε'],
  [/\\sigma/g, 'σ'],
  [/\\sum/g, '∑'],
  [/\\mu/g, 'μ'],
  [/\\pi ?/g, 'π'],
  [/\\(sin|cos|ln)\b/g, '$1'],
  [/␟/g, '_'],
];

/** A sentence of the specification as HTML: code, and mathematics in characters. */
export function prose(markdown: string): Markup {
  const marked = escaped(markdown).replace(
    MARKED,
    (_, kept?: string, code?: string, plain?: string, weight?: string) => {
      if (code !== undefined) return `<code>${code}</code>`;
      const formula = kept ?? plain;
      return formula === undefined ? `<b>${weight}</b>` : `<i>${characters(formula)}</i>`;
    },
  );
  return new Markup(marked);
}

function characters(formula: string): string {
  return TEX.reduce((text, [tex, replacement]) => text.replace(tex, replacement), formula);
}
