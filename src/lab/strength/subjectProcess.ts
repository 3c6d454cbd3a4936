import { answerLines } from '../../protocol/answerLines.ts';
import { portOf } from './subjects.ts';

/** A subject as a port in a process of its own: `node dist/lab/strength/subjectProcess.js deviation:rmsnorm-no-mean`. */

await answerLines(await portOf(process.argv[2] ?? ''), (reply) => process.stdout.write(reply));
