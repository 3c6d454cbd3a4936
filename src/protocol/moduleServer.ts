import { pathToFileURL } from 'node:url';
import { withPlainAnswers } from '../port/plainAnswers.ts';
import type { Port } from '../port/port.ts';
import { answerLines } from './answerLines.ts';

// A module as a port of its own process: `node moduleServer.js FILE`. What Node does not load by itself ends here.

const { default: port }: { readonly default: Port } = await import(pathToFileURL(process.argv[2]).href);
// In the suite's own process nothing stands before a module: what would be rejected here says nothing of it.
// What a module calls itself may have blanks, which hello may not.
const named: Port = Object.assign(Object.create(port), { name: 'module', lang: 'JavaScript', version: '0' });
await answerLines(withPlainAnswers(named), (reply) => process.stdout.write(reply), false);
