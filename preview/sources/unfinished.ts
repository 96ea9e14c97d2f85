import { extname } from 'node:path';
import { type LoadError } from './load-error';

/** The rule of files that are still being written. */
export const UNFINISHED = 'unfinished-upload';

/** Endings that programs give a file for as long as they write it, lower case. */
const ENDINGS: ReadonlySet<string> = new Set([
  ...['.tmp', '.temp', '.part', '.partial', '.filepart', '.crdownload', '.download', '.opdownload'],
  ...['.inprogress', '.incomplete', '.uploading', '._copying_', '.writing', '.swp', '.lock'],
]);

/** What the name of a file says that is still being written, or was left when writing it broke off; nothing of other files. */
export function unfinishedUpload(
  name: string,
  /** What the names of the source's own files end in. */
  own: readonly string[],
): LoadError | undefined {
  const ending = extname(name);
  if (!ENDINGS.has(ending.toLowerCase()) || own.includes(ending.toLowerCase())) return undefined;
  return {
    rule: UNFINISHED,
    reason: `ends in "${ending}", as what is not yet written whole does; its source renames it when it is, or it is to be deleted`,
  };
}
