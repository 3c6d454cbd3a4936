/** What a value that cannot be read looks like, and what to do about it. */
interface Symptom {
  readonly looks: RegExp;
  readonly fix: string;
}

/** As ports have printed them; the first that fits is meant. */
const SYMPTOMS: readonly Symptom[] = [
  {
    looks: /^[-+]?\d+,\d+([eE][-+]?\d+)?$/,
    fix: "a decimal comma: print with a point, whatever the locale (C's setlocale, printf of the locale C)",
  },
  { looks: /^np\.|^numpy\.|^float(16|32|64)\(/, fix: "NumPy's repr: print repr(float(x)), or x.item()" },
  {
    looks: /^(array|tensor|\w*Tensor)\(/i,
    fix: 'an array in place of a number: print its elements one by one, x.item() each',
  },
  {
    looks: /^[-+]?\d*\.?\d*[dDqQ][-+]?\d+$/,
    fix: "Fortran's exponent: print with e, 0.5e0, in a format such as ES24.16E3",
  },
  {
    looks: /^\(?[-+]?[\d.]+(e[-+]?\d+)?([-+][\d.]+(e[-+]?\d+)?)?[ij]\)?$/i,
    fix: 'a complex number: print its real part',
  },
  { looks: /^[-+]?0x[\da-f.]+p[-+]?\d+$/i, fix: 'hexadecimal digits: print decimals, %.17g in place of %a' },
  { looks: /^[-+]?\d*\.?\d+([eE][-+]?\d+)?(f|L|_?f32|_?f64|F)$/, fix: 'a suffix of a type: print the digits alone' },
  { looks: /^[-+]?\d*\.\d*\*\^-?\d+$|^[-+]?\d+\/\d+$/, fix: 'a fraction or a symbolic number: print decimals' },
  { looks: /^[-+]?\d+(\.\d*)?(_\d+)+/, fix: 'digits in groups: print them without separators' },
  { looks: /^["'].*["']$/, fix: 'quotation marks: print the value without them' },
  {
    looks: /^[[({]|[\])},;]$|^,/,
    fix: 'brackets or commas: values are separated by one space, and a list begins with its length',
  },
  {
    looks: /^(None|null|nil|undefined|true|false|True|False)$/,
    fix: 'no number was computed: look at what the function returns',
  },
];

/** What to do about a value that cannot be read; null where nothing is known. */
export function symptomFix(token: string): string | null {
  return SYMPTOMS.find(({ looks }) => looks.test(token))?.fix ?? null;
}

/** Byte order marks as lines are read, a byte a character. */
const MARKS = ['\u00ef\u00bb\u00bf', '\u00ff\u00fe', '\u00fe\u00ff'];

/** What stands before a reply on its line, and so hides it; and what to do about it. */
export function hiddenFix(line: string): string {
  if (MARKS.some((mark) => line.startsWith(mark))) {
    return 'a byte order mark stands before it: write UTF-8 without one (encoding utf-8, not utf-8-sig or utf-16)';
  }
  if (/^\s+@/.test(line)) return 'white space stands before it: a reply begins its line';
  return 'end that print with a newline';
}
