import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LakehouseError } from '../model';

/** What Terraform itself keeps in a stack's folder: its plug-ins, its lock file, and a state it could not save. */
const KEPT_BY_TERRAFORM = /^\.terraform|\.tfstate(?:\.backup)?$/;

/**
 * A folder that is replaced as a whole: what is written goes into a folder beside it, which takes its place only when
 * everything is there.
 */
export class OutputFolder {
  /** Where to write. */
  readonly draft: string;

  /**
   * @param path the folder to replace.
   * @throws LakehouseError when there is a folder that was not made by a synthesis.
   */
  constructor(readonly path: string) {
    if (existsSync(path) && readdirSync(path).length > 0 && !existsSync(join(path, 'manifest.json'))) {
      throw new LakehouseError('synthesis', [
        {
          at: path,
          prop: 'outdir',
          got: 'holds files, but no manifest of an earlier synthesis',
          allowed: 'a folder of its own, because all its content is replaced',
          change: 'name another folder, or empty this one',
        },
      ]);
    }
    this.draft = `${path}.draft`;
    rmSync(this.draft, { recursive: true, force: true });
    mkdirSync(this.draft, { recursive: true });
  }

  /** Writes a file into the draft. */
  write(file: string, content: string): void {
    const path = join(this.draft, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  /** Lets the draft take the folder's place. */
  replace(): void {
    const previous = `${this.path}.previous`;
    rmSync(previous, { recursive: true, force: true });
    if (existsSync(this.path)) {
      renameSync(this.path, previous);
    }
    renameSync(this.draft, this.path);
    this.keepWorkFiles(previous);
    rmSync(previous, { recursive: true, force: true });
  }

  /** Forgets the draft. */
  discard(): void {
    rmSync(this.draft, { recursive: true, force: true });
  }

  private keepWorkFiles(previous: string): void {
    const stacks = join(this.path, 'stacks');
    for (const stack of entries(stacks)) {
      for (const file of entries(join(previous, 'stacks', stack)).filter((name) =>
        KEPT_BY_TERRAFORM.test(name),
      )) {
        renameSync(join(previous, 'stacks', stack, file), join(stacks, stack, file));
      }
    }
  }
}

function entries(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
