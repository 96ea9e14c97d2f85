import { snapshotsOf, type Table, validityOf } from '../../model';
import { observationsFolder } from './history';
import { parentVersionsFolder } from './parent-versions';
import { deliveriesFolder } from './snapshots';

/** The folders beside that of a table in which its data flow remembers what the table itself does not hold. */
export function foldersBeside(table: Table, folder: string): string[] {
  const history = validityOf(table);
  return [
    ...(table.parentVersions ? [parentVersionsFolder(folder)] : []),
    ...(snapshotsOf(table) ? [deliveriesFolder(folder)] : []),
    ...(history && !history.snapshots ? [observationsFolder(folder)] : []),
  ];
}
