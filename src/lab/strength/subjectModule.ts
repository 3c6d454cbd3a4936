import { portOf, SUBJECT } from './subjects.ts';

/** What `run --module dist/lab/strength/subjectModule.js` tests. */
export default await portOf(process.env[SUBJECT] ?? '');
