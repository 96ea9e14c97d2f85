import { type Column, columnsWithin } from '../contracts/column';
import { type DataContract } from '../contracts/data-contract';
import { type Issue } from '../errors';

/** Names that folders of partitions may begin with: what needs an escape there is read differently by engines. */
const FOLDER_NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/;

/** Everything wrong with values that are in the names of folders. */
export function folderIssues(at: string, { columns }: DataContract): Issue[] {
  return Object.entries<Column>(columns).flatMap(([name, column]) => {
    const [, ...within] = columnsWithin(`columns.${name}`, column);
    const inside = within.flatMap(([prop, { folder }]) =>
      folder === undefined ? [] : [placeIssue(at, prop, 'is inside of an array')],
    );
    return column.folder === undefined ? inside : [...inside, ...columnFolderIssues(at, name, column)];
  });
}

function columnFolderIssues(
  at: string,
  name: string,
  { folder = '', path, physicalName, type }: Column,
): Issue[] {
  const prop = `columns.${name}`;
  const issues: Issue[] = [];
  if (!FOLDER_NAME.test(folder))
    issues.push({
      code: 'LH1432',
      at,
      prop,
      got: `is in the name of folders "${folder}="`,
      allowed: 'letters, digits, dashes and underscores',
      change: 'name what stands before the equals sign',
    });
  if (path !== undefined || physicalName !== undefined)
    issues.push(placeIssue(at, prop, 'is in a file and in the name of a folder'));
  if (type.kind === 'array') issues.push(placeIssue(at, prop, 'is an array'));
  return issues;
}

function placeIssue(at: string, prop: string, got: string): Issue {
  return {
    code: 'LH1433',
    at,
    prop,
    got,
    allowed: 'a single value of the row, in one place',
    change: 'remove fromFolder(), or what else says where it is',
  };
}
