import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** The boot of this machine: the same in all its containers, another one after a restart. */
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** How leases name a process: where it runs, its number for people who look, and an id that is never used twice. */
export function nameProcess(id: string): string {
  return `${machineName()}:${process.pid}:${id}`;
}

/** Only of those is it known whether they live; the lease of any other must run out. */
export function isOfThisMachine(processName: string): boolean {
  return processName.startsWith(`${machineName()}:`);
}

let known: string | undefined;

function machineName(): string {
  known ??= readMachineName();
  return known;
}

function readMachineName(): string {
  try {
    return readFileSync(BOOT_ID, 'utf8').trim();
  } catch {
    return hostname(); // systems that number their boots otherwise
  }
}
