/** What stands for a verdict beside its colour, for those who do not see that: all of it, a part, none. */
export const SIGNS = { good: '✓', part: '◐', bad: '✗' } as const;
