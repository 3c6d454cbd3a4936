import type { NamedSample } from '../rows/row.ts';

/** The words for a sample that has a number. */
const WORD = '(?:sample|name|generated|generation|output|hallucination)';
const NAMES_SAMPLE = /sample|name|generat|output|hallucinat/i;
/** A remark between number and name: `sample 1 (temperature 0.5): kamon`, `sample 1 at temperature 0.5: kamon`. */
const REMARK = String.raw`(?:\s*\([^()]{0,60}\)|\s*\[[^\][]{0,60}\]|,[^:=|,]{0,60}|\s+(?:at|with|of|for|from|temp\p{L}*|t|top|seed|len\p{L}*|tokens?|chars?)(?!\p{L})[^:|]{0,60}(?=:))?`;
/** What stands before a name. */
const BEFORE_NAME = String.raw`(?:\s*(?:->|=>|→|[:=|])|\t|\s*[)>.](?=\s)|\s+[-–](?=\s))[ \t]*`;
/** `sample  1: kamon`, `Sample 0 : name`, `sample #01 = name`, `sample: 0: name`, `Sample 1/20 -> name`, `samples[0] = name`. */
const NUMBERED = new RegExp(
  String.raw`(?<![\p{L}\d_])(?:${WORD}[\s_]*[#:]?\s*\[?|samples\[)(\d{1,15})\]?(?:\s*\/\s*\d{1,15})?${REMARK}${BEFORE_NAME}`,
  'giu',
);
/** `sample: name`; the name may be empty. */
const UNNUMBERED = new RegExp(String.raw`^\s*["']?sample${REMARK}\s*(?:->|=>|→|[:=|])(.*)$`, 'iu');
const QUOTED = /^(["'])(.*)\1$/;
/** A name with a remark behind it: `kamon (5 chars)`, `"kamon" len=5`, `kamon | 5`. */
const REMARKED = /^(["']?)([\p{L}\p{M}'-]{1,200})\1(?:\s*[([{|#]|\t|\s{2,}\S|\s+[\p{L}_]+[=:]\S)/u;

/**
 * Reads a line that names samples by the word, one or several.
 *
 * @returns none where the line is none
 */
export function readSamples(line: string): readonly NamedSample[] {
  if (!NAMES_SAMPLE.test(line)) return [];
  const found = [...line.matchAll(NUMBERED)];
  if (found.length === 0) {
    const sample = UNNUMBERED.exec(line);
    return sample === null ? [] : [{ kind: 'sample', index: null, name: nameOf(sample[1], false) }];
  }
  return found.map((match, i): NamedSample => {
    const text = line.slice(match.index + match[0].length, found[i + 1]?.index);
    // In a string of other text the name ends where that does.
    const end = line[match.index - 1] === '"' ? text.indexOf('"') : -1;
    const name = nameOf(end < 0 ? text : text.slice(0, end), found.length > 1);
    return { kind: 'sample', index: Number(match[1]), name };
  });
}

/** A name without what separates it from the next, and without quotes and remarks. */
function nameOf(text: string, isOneOfSeveral: boolean): string {
  const name = text.trim().replace(/\s*(?:\\[rn])+$/, '');
  const alone = isOneOfSeveral ? name.replace(/\s*[,;|]+$/, '') : name;
  return REMARKED.exec(alone)?.[2] ?? alone.replace(QUOTED, '$2');
}
