import { writeFirstLines } from './firstLine.ts';

/** `npm run measured`: says on the first line of each measured page of what tree it is, and whether that is this one. */
writeFirstLines();
