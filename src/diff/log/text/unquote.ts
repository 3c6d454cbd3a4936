/** What may need undoing. Most lines of most logs have none of it. */
const SUSPECT = /[<&\\^`\x80-\uffff]|#0|\*\*|__/;
/** Line ends as text: `^M` of less and vi, `#015` of syslog, `\r` of JSON and of code, `<br>`, rows of tables. */
const WRITTEN_ENDS =
  /\^M|#01[25]|\\{1,4}(?:r\\{1,4}n|[rn]|x0[ad]|u000[ad]|01[25])|<CR>|[\u2028\u2029\u240a\u240d]|&#1[03];|<\/?(?:br|p|div|tr|li|pre|h[1-6])(?:\s[^<>]{0,200})?\/?>/gi;
/** Control sequences as text: `^[[1;32m`, `\x1b[0m`, `#033[K`. */
const WRITTEN_ESCAPES = /(?:\^\[|\\{1,4}(?:x1b|u001b|033|e)|#033)\[[0-?]{0,20}[ -/]{0,4}[@-~]/gi;
const CELLS = /<\/t[dh]>/gi;
const TAGS =
  /<\/?(?:a|b|i|u|s|em|strong|code|kbd|samp|tt|var|span|font|small|mark|table|thead|tbody|td|th|ul|ol|html|body|details|summary|blockquote)(?:\s[^<>]{0,200})?>/gi;
const ENTITIES: Readonly<Record<string, string>> = {
  '&gt;': '>',
  '&lt;': '<',
  '&amp;': '&',
  '&quot;': '"',
  '&nbsp;': ' ',
  '&#39;': "'",
  '&#x27;': "'",
  '&apos;': "'",
  '&#124;': '|',
};
const ENTITY = new RegExp(Object.keys(ENTITIES).join('|'), 'gi');
/** Backticks of code, and asterisks of what is bold. */
const EMPHASIS = /`+|\*\*+|__+(?=\d|\s|$)/g;
const RULES = /[│┃║┆]/g;
/** Digits of other scripts come in tens from their zero. */
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
const HAS_OTHER_DIGIT = /(?![0-9])\p{Nd}/u;
const OTHER_MARKS: Readonly<Record<string, string>> = {
  '٫': '.',
  '٬': ',',
  '．': '.',
  '，': ',',
  '：': ':',
  '／': '/',
  '−': '-',
};
const OTHER_MARK = new RegExp(`[${Object.keys(OTHER_MARKS).join('')}]`, 'g');
const TEN = 10;

/**
 * Undoes what quoting, exporting and tabulating do to lines of a log: line ends and control sequences written out, tags
 * and entities, emphasis, digits of other scripts.
 *
 * @returns the lines that the line holds
 */
export function unquoted(line: string): readonly string[] {
  if (!SUSPECT.test(line)) return [line];
  const lines = line.replace(WRITTEN_ESCAPES, '').replace(WRITTEN_ENDS, '\n').split('\n');
  return lines.length === 1 ? [clean(lines[0])] : lines.map(clean);
}

function clean(line: string): string {
  const plain = line
    .replace(CELLS, ' | ')
    .replace(TAGS, '')
    .replace(ENTITY, (entity) => ENTITIES[entity.toLowerCase()] ?? entity)
    .replace(EMPHASIS, '')
    .replace(RULES, '|')
    .replace(OTHER_MARK, (mark) => OTHER_MARKS[mark] ?? mark);
  return HAS_OTHER_DIGIT.test(plain) ? plain.replace(OTHER_DIGIT, digitOf) : plain;
}

/** The digit of ASCII that one of another script stands for: its distance from the zero before it. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  for (let value = 0; value < TEN; value++) {
    if (!HAS_OTHER_DIGIT.test(String.fromCodePoint(code - value - 1))) return String(value % TEN);
  }
  return String((code - blockStart(code)) % TEN);
}

/** Where a row of several tens begins, as the mathematical digits have it. */
function blockStart(code: number): number {
  let start = code;
  while (HAS_OTHER_DIGIT.test(String.fromCodePoint(start - 1))) start--;
  return start;
}
