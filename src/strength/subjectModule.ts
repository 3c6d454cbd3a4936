import { portOf, SUBJECT } from './subjects.ts';

/** What `run --module dist/strength/subjectModule.js` tests. */
export default await portOf(process.env[SUBJECT] ?? '');
