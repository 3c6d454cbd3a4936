import { cpus, totalmem } from 'node:os';

/** What a ratio may depend on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly platform: string;
  readonly node: string;
  readonly v8: string;
}

const GB = 2 ** 30;

/** This machine. */
export function machineFacts(): Machine {
  const [{ model = 'unknown' } = {}] = cpus();
  return {
    cpu: model.trim(),
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / GB),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
  };
}
