import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A stack that was synthesized, for programs. */
export interface WrittenStack {
  /** Its name. */
  readonly name: string;
  /** Its Terraform, from the working folder. */
  readonly file: string;
  /** How many resources it has. */
  readonly resources: number;
}

/** Where a synthesis writes that is told nothing else, as the engine takes it. */
export function usualOutdir(): string {
  return process.env['CDKTF_OUTDIR'] ?? 'cdktf.out';
}

/**
 * The stacks in the folder of a synthesis.
 *
 * @param outdir the folder, which need not be there.
 * @param since a time in milliseconds, as `Date.now()` gives it: what was written before is of another synthesis.
 */
export function writtenStacks(outdir: string, since: number): WrittenStack[] {
  return filesSince(join(outdir, 'stacks'), since)
    .filter((file) => basename(file) === 'cdk.tf.json')
    .map((file) => {
      const { resource = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
        resource?: Readonly<Record<string, object>>;
      };
      const resources = Object.values(resource).flatMap((of) => Object.keys(of)).length;
      return { name: basename(dirname(file)), file, resources };
    });
}

/** Whether anything was written into the folder of a synthesis since a time in milliseconds. */
export function wroteSince(outdir: string, since: number): boolean {
  return filesSince(outdir, since).length > 0;
}

function filesSince(folder: string, since: number): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => {
      // Terraform's own folder has links to providers, which may be gone.
      const found = statSync(file, { throwIfNoEntry: false });
      // Clocks of file systems may count seconds only.
      return found?.isFile() === true && found.mtimeMs >= since - 1000;
    })
    .sort();
}
