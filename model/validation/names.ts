import { type Count, countMistakes, duplicateMistakes, type Form, formMistakes } from '../checks';
import { type Issue, placed } from '../errors';

const CHANGE = 'choose another name';

/** Departments and sources: short enough for every Azure name that they become part of. */
export const DASHED_NAME: Form = {
  pattern: /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,19}$/,
  allowed:
    '2 to 20 lower-case letters, digits and single dashes, beginning with a letter and not ending with a dash',
  change: CHANGE,
};

/** Tables: the same name in files, SQL and Data Factory. */
export const TABLE_NAME: Form = {
  pattern: /^[a-z](?:[a-z0-9]|_(?=[a-z0-9])){1,39}$/,
  allowed:
    '2 to 40 lower-case letters, digits and single underscores, beginning with a letter and not ending with an underscore',
  change: CHANGE,
};

/** Columns of a contract; a leading underscore is kept for metadata columns. */
export const COLUMN_NAME: Form = {
  pattern: /^[a-z](?:[a-z0-9]|_(?=[a-z0-9])){0,54}$/,
  allowed: '1 to 55 lower-case letters, digits and single underscores, beginning with a letter',
  change: CHANGE,
};

/** Environments and the company's code: part of every global name. */
export const CODE: Form = {
  pattern: /^[a-z][a-z0-9]{1,7}$/,
  allowed: '2 to 8 lower-case letters and digits, beginning with a letter',
  change: CHANGE,
};

/** Regions. */
export const LOCATION: Form = {
  pattern: /^[a-z]+[a-z0-9]*$/,
  allowed: 'an Azure region in its short form, e.g. westeurope',
  change: 'give the short form',
};

/** Ids of Entra ID and of subscriptions. */
export const UUID: Form = {
  pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  allowed: 'a UUID',
  change: 'give the id that Azure shows',
};

/** The issues of a name, none when it keeps its rule. */
export function nameIssues(at: string, prop: string, name: string, form: Form): Issue[] {
  return placed(at, formMistakes(prop, name, form));
}

/** The issues of things that must have different names. */
export function duplicateIssues(
  at: string,
  prop: string,
  names: readonly string[],
  owners?: readonly string[],
): Issue[] {
  return placed(at, duplicateMistakes(prop, names, owners));
}

/** The issues of a number of things. */
export function countIssues(at: string, prop: string, value: number, count: Count): Issue[] {
  return placed(at, countMistakes(prop, value, count));
}
