import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const PAGE = readFileSync(new URL('../../spec/traps.md', import.meta.url), 'utf8');
const SPAN = /`` (.*?) ``|`([^`]*)`/g;

/** How expressions of a language are printed, a line each. */
interface Printer {
  readonly language: string;
  readonly file: string;
  readonly program: (expressions: readonly string[]) => string;
  /** Compiles, where that is a step of its own, and runs; all in the file's folder. */
  readonly commands: readonly (readonly [string, ...string[]])[];
}

const eachIn = (print: (expression: string) => string) => (expressions: readonly string[]) =>
  expressions.map(print).join('\n');

const C_HEAD = `#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
static void whole(long long x) { printf("%lld\\n", x); }
static void real(double x) { printf("%.17g\\n", x); }
static void shown(const char *text) { puts(text); }
static char text[99];
static const char *show(const char *format, double x) { snprintf(text, sizeof text, format, x); return text; }
#define PRINT(x) _Generic((x), double: real, const char *: shown, default: whole)(x)`;

/** A number, a text or a tuple, by the form that it has in memory: the language prints nothing whose type it is not told. */
const OCAML_HEAD = `let rec shown value =
  if Obj.is_int value then string_of_int (Obj.obj value)
  else if Obj.tag value = Obj.double_tag then Printf.sprintf "%.17g" (Obj.obj value)
  else if Obj.tag value = Obj.string_tag then Obj.obj value
  else "(" ^ String.concat ", " (List.init (Obj.size value) (fun i -> shown (Obj.field value i))) ^ ")"`;

const PYTHON: Printer = {
  language: 'Python',
  file: 'traps.py',
  program: (expressions) => `import io, math, random
for expression in ${JSON.stringify(expressions)}:
    try:
        print(repr(eval(expression)))
    except Exception:
        print('raises')`,
  commands: [['python3', 'traps.py']],
};

const PRINTERS: readonly Printer[] = [
  {
    language: 'C',
    file: 'traps.c',
    program: (expressions) =>
      `${C_HEAD}\nint main(void) {\n${eachIn((expression) => `PRINT(${expression});`)(expressions)}\nreturn 0;\n}\n`,
    commands: [['cc', '-w', 'traps.c', '-o', 'traps', '-lm'], ['./traps']],
  },
  {
    language: 'Go',
    file: 'traps.go',
    program: (expressions) =>
      `package main\nimport ("bufio"; "fmt"; "math"; "strings")\nfunc main() {\n${eachIn((expression) => `fmt.Println(${expression})`)(expressions)}\n}\n`,
    commands: [['go', 'run', 'traps.go']],
  },
  {
    language: 'Java',
    file: 'Traps.java',
    program: (expressions) =>
      `class Traps { public static void main(String[] words) {\n${eachIn((expression) => `System.out.println(${expression});`)(expressions)}\n}}\n`,
    commands: [['java', '-Dfile.encoding=UTF-8', 'Traps.java']],
  },
  {
    language: 'JavaScript',
    file: 'traps.cjs',
    program: eachIn((expression) => `console.log(String(${expression}));`),
    commands: [[process.execPath, 'traps.cjs']],
  },
  {
    language: 'Lua',
    file: 'traps.lua',
    program: eachIn((expression) => `print(${expression})`),
    commands: [['lua5.4', 'traps.lua']],
  },
  {
    language: 'OCaml',
    file: 'traps.ml',
    program: (expressions) =>
      `${OCAML_HEAD}\n${eachIn((expression) => `let () = print_endline (shown (Obj.repr (${expression})))`)(expressions)}\n`,
    commands: [['ocaml', 'traps.ml']],
  },
  {
    language: 'Rust',
    file: 'traps.rs',
    program: (expressions) =>
      `fn main() {\n${eachIn((expression) => `println!("{:?}", ${expression});`)(expressions)}\n}\n`,
    commands: [['rustc', '-A', 'warnings', 'traps.rs', '-o', 'rust-traps'], ['./rust-traps']],
  },
];

const folder = mkdtempSync(join(tmpdir(), 'traps-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows of a language's table: an expression of Python, what it gives, the other's, and what that gives. */
function rowsOf(language: string): string[][] {
  const section = PAGE.split(`\n## ${language}\n`)[1].split('\n## ')[0];
  const lines = section.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => [...line.matchAll(SPAN)].map(([, long, short]) => long ?? short));
}

function isMissing([tool]: readonly string[]): boolean {
  return process.env.CI === undefined && spawnSync(tool, ['-v']).error !== undefined;
}

function printed({ file, program, commands }: Printer, expressions: readonly string[]): string[] {
  writeFileSync(join(folder, file), program(expressions));
  const outputs = commands.map(([tool, ...words]) =>
    execFileSync(tool.replace(/^\./, folder), words, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }),
  );
  return (outputs.at(-1) ?? '').trimEnd().split('\n');
}

test('every language of the page is tried', () => {
  expect([...PAGE.matchAll(/^## (.*)$/gm)].map(([, language]) => language)).toEqual(
    PRINTERS.map(({ language }) => language),
  );
});

describe.each(PRINTERS)('spec/traps.md, $language', (printer) => {
  const rows = rowsOf(printer.language);

  test('has rows, and in each the two differ', () => {
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(([, python, , other]) => python === other)).toEqual([]);
  });

  test.skipIf(isMissing(PYTHON.commands[0]))('Python gives what the page says', () => {
    expect(
      printed(
        PYTHON,
        rows.map(([expression]) => expression),
      ),
    ).toEqual(rows.map(([, gives]) => gives));
  });

  test.skipIf(isMissing(printer.commands[0]))('the language gives what the page says', () => {
    expect(
      printed(
        printer,
        rows.map(([, , expression]) => expression),
      ),
    ).toEqual(rows.map(([, , , gives]) => gives));
  });
});
