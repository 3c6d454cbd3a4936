import type { TextEdit } from './cPrograms.fixture.ts';

// What right ports do beside their arithmetic: how they print numbers, and how long they take.

const PRINTED = 'put(" %.*g", digits, value);';
const NOT_A_NUMBER = 'put(" nan")';

/** Floats as languages print them, each a change of the C port's text. */
export const NUMBER_FORMATS: Readonly<Record<string, readonly TextEdit[]>> = {
  'with an exponent, 1.0000000000000000e+00': [[PRINTED, 'put(" %.*e", digits - 1, value);']],
  'with a sign, +0.5': [[PRINTED, 'put(" %+.*g", digits, value);']],
  'with a point, 1.0000000000000000': [[PRINTED, 'put(" %#.*g", digits, value);']],
  'without a zero before the point, .5': [[PRINTED, bare()]],
  'in capitals, 1E-05, INF and NAN': [
    [PRINTED, 'put(" %.*G", digits, value);'],
    [NOT_A_NUMBER, 'put(" NAN")'],
  ],
  'with Infinity and -NaN': [
    [
      PRINTED,
      'if (!is_finite(value)) put(value > 0 ? " Infinity" : " -Infinity");\n  else put(" %.*g", digits, value);',
    ],
    [NOT_A_NUMBER, 'put(" -NaN")'],
  ],
};

/** Milliseconds that each answer takes. */
const ANSWER_MS = 2;

/** Flags and changes with which each answer takes a while. */
export const SLOW = {
  flags: ['-D_POSIX_C_SOURCE=199309L'],
  edits: [
    ['#include <tgmath.h>', '#include <time.h>\n#include <tgmath.h>'],
    ['  fflush(stdout);', `  fflush(stdout);\n  nanosleep(&(struct timespec){.tv_nsec = ${ANSWER_MS}000000}, NULL);`],
  ] satisfies readonly TextEdit[],
};

/** Seconds before a late program begins. */
const LATE_S = 3;

/** The command of a program that says hello late, as those with a large runtime do. */
export function late(program: string): readonly string[] {
  return ['sh', '-c', `sleep ${LATE_S}; exec "$0"`, program];
}

/** The digits without the 0 that stands alone before the point. */
function bare(): string {
  return `{
  char text[40], *zero;
  snprintf(text, sizeof text, " %.*g", digits, value);
  if ((zero = strstr(text, " 0.")) || (zero = strstr(text, "-0."))) memmove(zero + 1, zero + 2, strlen(zero + 1));
  put("%s", text);
  }`;
}
