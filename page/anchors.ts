import { type Department, type Question, type Table } from '../model';

/** Where the first view is found in the page. */
export const EXECUTIVES_ID = 'executives-page';

/** Where a department is found in the page. */
export function departmentId({ name }: Pick<Department, 'name'>): string {
  return `department-${name}`;
}

/** Where a gold table is found in the page. */
export function tableId({ name }: Pick<Table, 'name'>): string {
  return `table-${name}`;
}

/** Where a question is found in the page, under its department. */
export function questionId(department: Pick<Department, 'name'>, { name }: Pick<Question, 'name'>): string {
  return `question-${department.name}-${name}`;
}
