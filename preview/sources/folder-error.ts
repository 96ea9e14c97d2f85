import { type LoadError } from './load-error';
import { type DeliveredColumn, foldersOf } from './readers';

/** Why a file cannot be used of which folders around it hold values: one that has to be there is not, or one is there twice. */
export function folderError(file: string, columns: readonly DeliveredColumn[]): LoadError | undefined {
  const found = foldersOf(file);
  for (const { required, delivered } of columns) {
    const times = found.filter((folder) => folder === delivered).length;
    if (times > 1)
      return {
        rule: 'duplicate-column',
        reason: `lies in ${times} folders "${delivered}=…", one inside of the other`,
      };
    if (times > 0 || !required) continue;
    const other = found.find((folder) => folder.toLowerCase() === delivered.toLowerCase());
    return {
      rule: `missing-column:${delivered}`,
      reason: `lies in no folder "${delivered}=…"${other === undefined ? '' : `, but in "${other}=…": names count case`}`,
    };
  }
  return undefined;
}
