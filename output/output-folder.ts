import { lstatSync, mkdirSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  changedSince,
  explained,
  inTheWay,
  inUse,
  type NamedFolder,
  noFolder,
  notOurs,
  otherRecord,
} from './errors';
import { type Lock, takeLock } from './lock';
import { codeOf, filesBelow, isThere, removeEmptyFolder, removeIfPossible } from './paths';
import { type OutputKind, type OutputRecord, readRecord, recordOf, stateOf } from './record';
import {
  filesInTheWay,
  type OutputPlaces,
  replaceFiles,
  type ReplacementOptions,
  undoReplacement,
} from './replacement';

/** Folder inside an output folder with the record of what we wrote, and a run's unfinished work. */
const WORK = '.cdktf-azure-lakehouse';

/** What can be decided about an output folder. */
export interface OutputFolderOptions extends ReplacementOptions {
  /** What writes it; a folder that something else wrote is refused. */
  readonly kind: OutputKind;
  /** The property or option by which users name it, for errors. */
  readonly prop: string;
}

/**
 * A folder whose files are replaced as a whole, once all of the new ones are there.
 *
 * A record in it, `.cdktf-azure-lakehouse/written.json`, lists the files that were written. These are replaced, if they are as
 * they were written; all others are left alone, such as Terraform's states and plug-ins. A folder without a record is used
 * only while it is empty. One run writes at a time. One that is killed leaves the earlier files in place, or taken away in
 * part; the next one puts them back before it begins.
 */
export class OutputFolder {
  /** Where to write the new files. */
  readonly draft: string;
  private isOpen = true;
  private readonly closeAtExit = (): void => this.close();

  private constructor(
    private readonly at: OutputPlaces,
    private readonly named: NamedFolder,
    private readonly options: OutputFolderOptions,
    private readonly release: () => void,
  ) {
    this.draft = at.draft;
    process.once('exit', this.closeAtExit);
  }

  /**
   * Takes a folder for one run, which must {@link close} it.
   *
   * @param given the folder to replace; made if there is none.
   * @throws LakehouseError when it is not ours to replace, cannot be written, or is being written by another run.
   */
  static open(given: string, options: OutputFolderOptions): OutputFolder {
    const named = { kind: options.kind, prop: options.prop, given };
    const folder = resolve(given);
    try {
      refuseOthers(folder, named);
      return OutputFolder.locked(folder, named, options);
    } catch (error) {
      throw explained(named, error);
    }
  }

  private static locked(folder: string, named: NamedFolder, options: OutputFolderOptions): OutputFolder {
    const work = join(folder, WORK);
    const { made, lock } = makeAndLock(work);
    if (!lock.isTaken) throw inUse(named, lock.file, lock.holder);
    const at: OutputPlaces = {
      folder,
      draft: join(work, 'draft'),
      previous: join(work, 'previous'),
      written: join(work, 'written.json'),
      next: join(work, 'next.json'),
    };
    const release = (): void => {
      lock.release();
      // Nothing stays where there was nothing; what has files in it does.
      for (let each = work; ; each = dirname(each)) {
        removeEmptyFolder(each);
        if (made === undefined ? each === work : each === made) break;
      }
    };
    const output = new OutputFolder(at, named, options, release);
    try {
      output.prepare();
      return output;
    } catch (error) {
      output.close();
      throw error;
    }
  }

  /**
   * Puts the new files in the place of the earlier ones.
   *
   * @throws LakehouseError when that is not possible; everything is then as it was.
   */
  commit(): void {
    try {
      const old = this.record();
      const next = recordOf(this.options.kind, this.draft, filesBelow(this.draft));
      const others = filesInTheWay(this.at.folder, old, next);
      if (others.size > 0) throw inTheWay(this.named, others);
      replaceFiles(this.at, old, next, this.options);
    } catch (error) {
      throw this.explain(error);
    }
  }

  /** Says what a system error means for this folder; other errors stay as they are. */
  explain(error: unknown): unknown {
    return explained(this.named, error, isThere(this.at.next));
  }

  /** Forgets what was not committed, and lets others write. Called again, it does nothing. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    process.off('exit', this.closeAtExit);
    removeIfPossible(this.draft);
    // What could not be put back is kept for the next run.
    if (!isThere(this.at.next)) removeIfPossible(this.at.previous);
    this.release();
  }

  /** Ends what a killed run has begun, and begins anew. */
  private prepare(): void {
    const left = undoReplacement(this.at, this.options);
    if (left.length > 0) throw inTheWay(this.named, left);
    const old = this.record();
    if (old === undefined) refuseOthersThan([WORK], this.at.folder, this.named);
    removeIfPossible(this.at.previous);
    removeIfPossible(this.draft);
    mkdirSync(this.draft);
  }

  /** What an earlier run wrote, if it is still as it was written. */
  private record(): OutputRecord | undefined {
    const { written, folder } = this.at;
    const record = readRecord(written);
    if (record === undefined) return undefined;
    if (record === 'unknown') throw otherRecord(this.named, written, 'not understood');
    if (record.kind !== this.named.kind) throw otherRecord(this.named, written, `that of a ${record.kind}`);
    const changed = [...record.files.keys()].filter((path) => stateOf(record, folder, path) === 'changed');
    if (changed.length > 0) throw changedSince(this.named, changed);
    return record;
  }
}

/** Makes a folder and takes its lock; `made` is the outermost folder that was not there before. */
function makeAndLock(work: string): { made: string | undefined; lock: Lock } {
  const made = mkdirSync(work, { recursive: true });
  try {
    return { made, lock: takeLock(join(work, 'lock')) };
  } catch (error) {
    // A run that has just ended without a result may have removed the folder again.
    if (codeOf(error) === 'ENOENT') return makeAndLock(work);
    throw error;
  }
}

/** Looks before anything is written: a folder of somebody else is not even touched. */
function refuseOthers(folder: string, named: NamedFolder): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) {
    if (isThere(folder)) throw noFolder(named, `a link to "${readlinkSync(folder)}", where there is nothing`);
    return;
  }
  if (!found.isDirectory()) throw noFolder(named, 'a file');
  const work = join(folder, WORK);
  if (isThere(work) && lstatSync(work).isDirectory()) return;
  refuseOthersThan([], folder, named);
}

function refuseOthersThan(ours: readonly string[], folder: string, named: NamedFolder): void {
  const others = readdirSync(folder).filter((name) => !ours.includes(name));
  if (others.length > 0) throw notOurs(named, others);
}
