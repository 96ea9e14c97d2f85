import { LakehouseError, listed, type Mistake } from '../model';
import { codeOf } from './paths';
import { type ProcessIdentity } from './process-identity';
import { type OutputKind } from './record';

/** How users name an output folder. */
export interface NamedFolder {
  /** What writes it. */
  readonly kind: OutputKind;
  /** The property or option that names it. */
  readonly prop: string;
  /** The path as the user gave it. */
  readonly given: string;
}

const RESULTS: Readonly<Record<OutputKind, string>> = {
  synthesis: 'an earlier synthesis',
  preview: 'an earlier preview',
};

type Finding = Required<Omit<Mistake, 'prop'>>;

function refusal({ kind, prop, given }: NamedFolder, { got, ...rest }: Finding): LakehouseError {
  return new LakehouseError(kind, [{ at: kind, prop, got: `is "${given}", ${got}`, ...rest }]);
}

/** Something that is no folder is in its place. */
export function noFolder(named: NamedFolder, what: string): LakehouseError {
  return refusal(named, {
    code: 'LH8008',
    got: `which is ${what}`,
    allowed: 'a folder, or a path where there is nothing yet',
    change: 'choose another folder',
  });
}

/** It has files, and nothing says that we wrote any of them. */
export function notOurs(named: NamedFolder, files: readonly string[]): LakehouseError {
  return refusal(named, {
    code: 'LH8001',
    got: `which holds other files: ${listed(files)}`,
    allowed: `a new or empty folder, or one that ${RESULTS[named.kind]} made and that still has its record of what it wrote`,
    change: 'choose another folder, or empty this one',
  });
}

/** Its record is of something else. */
export function otherRecord(named: NamedFolder, record: string, is: string): LakehouseError {
  return refusal(named, {
    code: 'LH8001',
    got: `whose record "${record}" is ${is}`,
    allowed: `that of ${RESULTS[named.kind]} by this version`,
    change: 'choose another folder, or empty this one',
  });
}

/** What we wrote has been changed since. */
export function changedSince(named: NamedFolder, files: readonly string[]): LakehouseError {
  return refusal(named, {
    code: 'LH8009',
    got: `where these files are not as they were written: ${listed(files)}`,
    allowed: 'files that were left as they were written: they are replaced',
    change: 'move what is worth keeping out of the folder, and delete the rest of these',
  });
}

/** Files of others are where ours shall be. */
export function inTheWay(named: NamedFolder, files: Iterable<string>): LakehouseError {
  return refusal(named, {
    code: 'LH8001',
    got: `where these files, which were not written by ${RESULTS[named.kind]}, are in the way: ${listed(files)}`,
    allowed: 'other files under other names; they are left alone',
    change: 'move them out of the folder',
  });
}

/** Another run is writing it. */
export function inUse(named: NamedFolder, lock: string, holder: ProcessIdentity | undefined): LakehouseError {
  const who = holder ? `process ${holder.pid} on ${holder.machine.split(' ')[0] ?? ''}` : 'another process';
  return refusal(named, {
    code: 'LH8010',
    got: `which ${who} is writing`,
    allowed: 'one run at a time',
    change: `wait until it has ended; if it ended long ago, delete "${lock}"`,
  });
}

/**
 * Says what a system error means for an output folder; other errors stay as they are.
 *
 * @param named the folder.
 * @param error what was thrown.
 * @param isHalf whether files were taken away that could not be put back.
 */
export function explained(named: NamedFolder, error: unknown, isHalf = false): unknown {
  const code = codeOf(error);
  const finding = Object.entries(SYSTEM_ERRORS).find(([codes]) => codes.split(' ').includes(code ?? ''))?.[1];
  if (finding === undefined) return error;
  const before = `what was there is ${isHalf ? 'put back by the next run' : 'as it was'}`;
  return refusal(named, {
    code: finding.code,
    got: `${finding.got} (${(error as Error).message})`,
    allowed: finding.allowed,
    change: `${finding.change}; ${before}`,
  });
}

/** By the system's codes. */
const SYSTEM_ERRORS: Readonly<Record<string, Finding>> = {
  'EACCES EPERM EROFS': {
    code: 'LH8011',
    got: 'which this user may not read and write, or which is in use',
    allowed: 'a folder that may be written',
    change: 'change its permissions, or choose another folder',
  },
  'ENOTDIR EEXIST ELOOP ENAMETOOLONG EISDIR': {
    code: 'LH8008',
    got: 'where no folder can be made',
    allowed: 'a path of folders',
    change: 'choose another folder',
  },
  'ENOSPC EDQUOT EFBIG': {
    code: 'LH8006',
    got: 'where there is no room',
    allowed: 'room for the new result beside the earlier one',
    change: 'make room, or choose another folder',
  },
  'EBUSY ETXTBSY EMFILE ENFILE': {
    code: 'LH8010',
    got: 'which is in use',
    allowed: 'files that no other program has open',
    change: 'close what reads them',
  },
};
