/** Revision of the specification: it grows when a clause is added or changes its meaning. */
export const SPEC_REVISION = 1;
