import type { NativeName } from './dialects.ts';

/** A language that `init tests` has a file of native tests in. */
export interface NativeLanguage {
  /** What `init` calls it; the template's folder. */
  readonly name: NativeName;
  /** What people call it. */
  readonly title: string;
  /** The template, in the language's folder of src/adapters. */
  readonly template: string;
  /** The file that `init tests` writes, in the root of the port. */
  readonly file: string;
  /** The command that runs it there. */
  readonly run: string;
  /** What else to know, one line each. */
  readonly notes: readonly string[];
}

/** The languages of native tests: those that have a test runner which most of their ports use. */
export const NATIVE_LANGUAGES: readonly NativeLanguage[] = [
  {
    name: 'c',
    title: 'C',
    template: 'tests.c',
    file: 'microgpt_spec_test.c',
    run: 'cc -std=c99 -O2 -o microgpt_spec_test microgpt_spec_test.c -lm && ./microgpt_spec_test',
    notes: ['ctest: the lines for CMakeLists.txt stand at the top of the file'],
  },
  {
    name: 'rust',
    title: 'Rust',
    template: 'tests.rs',
    file: 'tests/microgpt_spec.rs',
    run: 'cargo test --test microgpt_spec',
    notes: [],
  },
  {
    name: 'go',
    title: 'Go',
    template: 'tests.go',
    file: 'microgpt_spec_test.go',
    run: 'go test -v -run MicrogptSpec',
    notes: ["a package of another name than main: write it in the file's package line"],
  },
  {
    name: 'java',
    title: 'Java',
    template: 'tests.java',
    file: 'src/test/java/MicrogptSpecTest.java',
    run: 'mvn test -Dtest=MicrogptSpecTest',
    notes: ['it needs JUnit 5: org.junit.jupiter:junit-jupiter, in the scope test'],
  },
  {
    name: 'python',
    title: 'Python',
    template: 'tests.py',
    file: 'test_microgpt_spec.py',
    run: 'pytest test_microgpt_spec.py',
    notes: [],
  },
];
