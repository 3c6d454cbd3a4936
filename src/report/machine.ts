import { arch, cpus, platform } from 'node:os';

/** The machine that a suite ran on, as far as it may matter to numbers and times. */
export interface Machine {
  /** As Node names it: `linux`, `darwin`, `win32`. */
  readonly system: string;
  /** `x64`, `arm64`. */
  readonly arch: string;
  readonly cpu: string;
  readonly cores: number;
  /** Versions of the interpreter and its engine. */
  readonly node: string;
  readonly v8: string;
}

/** This machine. */
export function machineFacts(): Machine {
  const cores = cpus();
  return {
    system: platform(),
    arch: arch(),
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    node: process.versions.node,
    v8: process.versions.v8,
  };
}
