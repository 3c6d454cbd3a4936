import { Command } from 'commander';
import { shownOnLine } from '../port/shown.ts';
import type { Finding } from '../protocol/doctor.ts';
import { shellWords } from '../protocol/shell.ts';
import { EXIT, Fault } from './fault.ts';
import { expectVerdict, giveVerdict } from './judgement.ts';
import { checkNoFolders, checkOutputsApart } from './outputsApart.ts';
import { endingPorts } from './ports.ts';
import { portCommand, type ScriptOptions, scriptFlags } from './script.ts';
import { print, STANDARD_OUTPUT, writeJson } from './standardOutput.ts';
import { fittedVerdict } from './terminal.ts';

/** Characters of what came that are shown. */
const MOST_SHOWN = 1000;
const [LOOKS_AT_SCRIPT, NAMES_PYTHON] = scriptFlags('what of it can be asked');

/** `doctor`: whether a driver can talk to an adapter, and what to mend where not. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description("look at an adapter's manners in seconds, and say what to mend")
    .argument('[command...]', 'the adapter, behind "--": a program that answers spec/protocol.md')
    .addOption(LOOKS_AT_SCRIPT)
    .addOption(NAMES_PYTHON)
    .option('--json <file>', 'write the findings as JSON; "-" prints them in place of the text')
    .action(doctor);
}

async function doctor(named: readonly string[], options: ScriptOptions & { readonly json?: string }): Promise<void> {
  const command = portCommand('doctor', named, options);
  checkOutputsApart(
    'doctor',
    { '--json': options.json },
    [...command, options.script].filter((file) => file !== undefined),
  );
  checkNoFolders('doctor', { '--json': options.json });
  if (command.length === 0) throw new Fault('doctor: no adapter: name it behind "--", or a script with --script FILE');
  expectVerdict();
  const { examine } = await import('../protocol/doctor.ts');
  const findings = await endingPorts(() => examine(command, options.script));
  const failed = findings.filter(({ status }) => status === 'failed').length;
  const verdict = failed === 0 ? 'ready' : `not ready, ${failed} to mend`;
  giveVerdict(failed === 0 ? EXIT.conforms : EXIT.doesNotConform);
  if (options.json !== undefined) await writeJson('doctor', options.json, { schema: 1, command, findings, verdict });
  if (options.json === STANDARD_OUTPUT) return;
  const { styleFor } = await import('../report/style.ts');
  const style = styleFor(process.stdout);
  const lines = findings.flatMap((finding) => findingLines(finding, style.red));
  const text = [...lines, `next: ${nextStep(failed, named, options)}`, `verdict: ${verdict}`, ''].join('\n');
  await print(fittedVerdict(text, failed === 0));
}

function nextStep(failed: number, command: readonly string[], { script, python }: ScriptOptions): string {
  if (failed > 0) return 'mend the first of these, and look again: what follows is often the same fault';
  const port = script === undefined ? ['--', ...command] : ['--script', script];
  return `npx microgpt-spec run ${shellWords([...port, ...(python === undefined ? [] : ['--python', python])])}`;
}

function findingLines({ name, status, detail, fix }: Finding, red: (text: string) => string): string[] {
  const line = `${status.padEnd(8)} ${name.padEnd(18)} ${shownOnLine(detail, MOST_SHOWN)}`;
  return status === 'failed' ? [red(line), `         ${'fix'.padEnd(18)} ${shownOnLine(fix ?? '')}`] : [line];
}
