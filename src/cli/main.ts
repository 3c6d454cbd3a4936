#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { packageVersion } from '../port/packageVersion.ts';

import { diffCommand } from './diff.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { EXIT, Fault } from './fault.ts';
import { goldenCommand } from './golden.ts';
import { initCommand } from './init.ts';
import { listCommand } from './list.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';
import { serveCommand } from './serve.ts';
import { trainCommand } from './train.ts';

process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('microgpt-spec')
    .description('The executable specification of microgpt.py, and the conformance suite for its ports')
    .version(packageVersion())
    .exitOverride()
    .addCommand(runCommand())
    .addCommand(diffCommand())
    .addCommand(trainCommand())
    .addCommand(serveCommand())
    .addCommand(doctorCommand())
    .addCommand(initCommand())
    .addCommand(listCommand())
    .addCommand(explainCommand())
    .addCommand(goldenCommand())
    .addCommand(reportCommand());
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? EXIT.conforms);
  } catch (error) {
    return report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.conforms : EXIT.fault;
  const message = error instanceof Fault ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`microgpt-spec: ${message}\n`);
  return EXIT.fault;
}
