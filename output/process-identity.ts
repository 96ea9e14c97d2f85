import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, told apart from later ones that get the same number, and from those of other machines and containers. */
export interface ProcessIdentity {
  /** Name of the machine and, where the system has them, of the set of processes that share their numbers. */
  readonly machine: string;
  /** Number of the process. */
  readonly pid: number;
  /** When it began, in the system's own ticks; left out where the system does not say. */
  readonly began?: string;
}

/** The process that runs this code. */
export function thisProcess(): ProcessIdentity {
  return { machine: machine(), pid: process.pid, began: beginningOf(process.pid) };
}

/** Reads an identity that was written as JSON; undefined when it is none. */
export function parseProcess(json: string): ProcessIdentity | undefined {
  try {
    const { machine: name, pid, began } = JSON.parse(json) as Partial<Record<string, unknown>>;
    if (typeof name !== 'string' || !Number.isSafeInteger(pid)) return undefined;
    return { machine: name, pid: Number(pid), ...(typeof began === 'string' && { began }) };
  } catch {
    return undefined;
  }
}

/** Whether a process has ended; false for one of another machine, which cannot be asked from here. */
export function isGone({ machine: name, pid, began }: ProcessIdentity): boolean {
  if (name !== machine()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // One that belongs to somebody else may not be asked, but is there.
    return (error as { code?: string }).code === 'ESRCH';
  }
  const found = beginningOf(pid);
  return began !== undefined && found !== undefined && began !== found;
}

function machine(): string {
  try {
    // Containers can share a host name, but not the numbers of their processes.
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function beginningOf(pid: number): string | undefined {
  try {
    // The name of the program, in parentheses, may hold spaces; its beginning is the twentieth word after it.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
}
