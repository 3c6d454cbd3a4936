/** Whether a number's text has a fraction, an exponent, or is not finite: an integer alone is hardly ever a loss. */
export function looksLikeLoss(text: string): boolean {
  return /\D/.test(text.replace(/^[-+]/, ''));
}
