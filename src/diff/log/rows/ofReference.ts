/** What ports call the loss of another program, which they print beside their own. */
const REFERENCE =
  'expect(?:ed)?|ref(?:erence)?|gold(?:en)?|target|due|want(?:ed)?|(?:py)?torch|c?python|py|numpy|jax|tensorflow|karpathy|original|official|baseline|oracle|true|truth';
/** What they call their own beside it. */
const OWN = String.raw`mine|my|ours?|got|actual|port|computed|c\+\+|cpp|c|rust|rs|go|zig|java|js|ts|julia|swift|ocaml|lua|ruby`;
/** A word between that and the loss: `expected training loss`. */
const BETWEEN = '(?:train(?:ing)?|step|batch|total|final|mean|avg|average|value|run)';
const SEPARATORS = String.raw`[\s_./:()[\]"'-]`;
/** Not the value of a setting: `backend=torch loss 3.36`. */
const BEFORE = new RegExp(String.raw`(?<![\p{L}=])(${REFERENCE})(?:${SEPARATORS}+${BETWEEN})?${SEPARATORS}*$`, 'iu');
/** `loss_expected 3.36`, `loss (python): 3.36`, `loss: expected 3.36`. */
export const REFERENCE_SUFFIX = new RegExp(String.raw`[\s/_.(:[-]{1,3}(${REFERENCE})[)\]]?(?![a-z_.(])`, 'iy');
/** `loss_mine 3.36`, `loss (C): 3.36`, `loss: got 3.36`. */
export const OWN_SUFFIX = new RegExp(String.raw`[\s/_.(:[-]{1,3}(?:${OWN})[)\]]?(?![a-z_.(])`, 'iy');
/** `loss 3.36 (expected)`. */
export const REFERENCE_REMARK = new RegExp(String.raw`\s*[([]\s*(${REFERENCE})\s*[)\]]`, 'iy');
/** `got 3.36`, in a line that has the loss of a reference. */
export const OWN_VALUE = new RegExp(String.raw`(?<![\p{L}_])(?:${OWN})(?=[\s:=]+[-+\d.])`, 'giu');
const IS_REFERENCE = new RegExp(`^(?:${REFERENCE})$`, 'i');
const IS_OWN = new RegExp(`^(?:${OWN})$`, 'i');
/** Words that a column of the port's own may have beside that. */
const OF_LOSS = /^(?:loss(?:es)?|train(?:ing)?|step|value)$/i;
/** What separates the parts of a column's name: `golden.losses`, `torch/loss`, `torch - loss`. */
const PARTS = /[./:]|\s-\s/;
const NAMES_DATA = /loss|sample|name/i;
const CAMEL = /(?<=\p{Ll})(?=\p{Lu})/u;

/** The word before the name of a loss that says that it is a reference's; null where there is none. */
export function referenceBefore(text: string): string | null {
  return BEFORE.exec(text)?.[1] ?? null;
}

/**
 * Whether the name of a column, a member or a run says that it is a reference's: `golden`, `loss_expected`,
 * `torch.losses`. A word within the name of a run says nothing: `golden-river-7 - loss`.
 */
export function isOfReference(name: string): boolean {
  const parts = name.trim().split(PARTS);
  return parts.some((part) => {
    if (IS_REFERENCE.test(part.trim())) return true;
    return NAMES_DATA.test(part) && wordsOf(part).some((word) => IS_REFERENCE.test(word));
  });
}

/** Whether the name of a column beside that of a reference says that it is the port's own: `mine`, `loss_got`. */
export function isOwn(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => IS_OWN.test(word)) && words.every((word) => IS_OWN.test(word) || OF_LOSS.test(word));
}

function wordsOf(name: string): string[] {
  return name
    .split(CAMEL)
    .flatMap((part) => part.split(/[^\p{L}+]+/u))
    .filter((word) => word !== '');
}
