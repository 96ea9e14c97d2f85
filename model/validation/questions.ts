import { emptyMistakes } from '../checks';
import { type ColumnInfo } from '../columns';
import { type Department } from '../company/department';
import { type Display, displayedColumns, type Question } from '../company/question';
import { type Issue, listed, placed, suggestion } from '../errors';
import { describeType, type Kind } from '../types';
import { countIssues, DASHED_NAME, nameIssues } from './names';

const NUMBERS: readonly Kind[] = ['integer', 'long', 'decimal', 'double'];
const TIMES: readonly Kind[] = ['date', 'timestamp'];

/** Everything wrong with a question of a department. */
export function questionIssues(department: Department, question: Question): Issue[] {
  const at = `${department.name}/${question.name}`;
  const { reads, shows } = question;
  const own = [
    ...nameIssues(at, 'name', question.name, DASHED_NAME),
    ...placed(at, emptyMistakes('asks', question.asks, 'the question in words', 'say what is asked')),
    ...placed(
      at,
      emptyMistakes('shows.unit', shows.unit, "what is counted, such as 'EUR' or 'orders'", 'give the unit'),
    ),
    ...comparisonIssues(at, question),
  ];
  if (!department.tables.includes(reads) || reads.zone !== 'gold')
    return [
      ...own,
      {
        code: 'LH8110',
        at,
        prop: 'reads',
        got: department.tables.includes(reads)
          ? `is "${reads.name}", a ${reads.zone} table`
          : `is "${reads.name}", which is no table of ${department.name}`,
        allowed: listed(department.tables.filter(({ zone }) => zone === 'gold').map(({ name }) => name)),
        change: 'read a gold table of the department, or declare one',
      },
    ];
  const columns = columnIssues(at, question);
  return [...own, ...columns, ...(columns.length > 0 ? [] : rowIssues(at, question))];
}

function comparisonIssues(at: string, { compare, shows }: Question): Issue[] {
  if (compare?.kind !== 'before') return [];
  if (shows.kind === 'line')
    return countIssues(at, 'compare.interval.minutes', compare.interval.minutes, { least: 1, of: 'minutes' });
  return [
    {
      code: 'LH8115',
      at,
      prop: 'compare',
      got: `is a time before, of ${shows.kind === 'bars' ? 'bars' : 'a figure'}`,
      allowed: 'target(…), or nothing',
      change: 'compare with a target, or show a line',
    },
  ];
}

function columnIssues(at: string, { reads, shows }: Question): Issue[] {
  const names = reads.columns.map(({ name }) => name);
  return displayedColumns(shows).flatMap(({ prop: part, column }): Issue[] => {
    const prop = `shows.${part}`;
    const found = reads.columns.find(({ name }) => name === column);
    if (found === undefined)
      return [
        {
          code: 'LH8111',
          at,
          prop,
          got: `is "${column}", which is no column of "${reads.name}"${suggestion(column, names)}`,
          allowed: listed(names),
          change: 'name a column of the table',
        },
      ];
    return [...kindIssues(at, prop, kindsFor(part, shows), found), ...personalIssues(at, prop, found)];
  });
}

/** What a property of a display can be; nothing where all kinds are fine. */
function kindsFor(part: string, shows: Display): readonly Kind[] | undefined {
  if (part === 'y' || part === 'value') return NUMBERS;
  return part === 'x' && shows.kind === 'line' ? TIMES : undefined;
}

function kindIssues(
  at: string,
  prop: string,
  kinds: readonly Kind[] | undefined,
  { name, type }: ColumnInfo,
): Issue[] {
  if (kinds === undefined || kinds.includes(type.kind)) return [];
  return [
    {
      code: 'LH8112',
      at,
      prop,
      got: `is "${name}", which is ${describeType(type)}`,
      allowed: kinds === NUMBERS ? 'a column of numbers' : 'a column of days or timestamps',
      change: kinds === NUMBERS ? 'name another column' : 'name another column, or show bars',
    },
  ];
}

function personalIssues(at: string, prop: string, { name, classification }: ColumnInfo): Issue[] {
  if (classification !== 'personal') return [];
  return [
    {
      code: 'LH8114',
      at,
      prop,
      got: `is "${name}", which is personal`,
      allowed: 'columns that are public or internal',
      change: 'name another column, or declare a gold table of groups',
    },
  ];
}

/** What is shown tells the rows of the table apart. */
function rowIssues(at: string, { reads, shows }: Question): Issue[] {
  const shown: readonly string[] =
    shows.kind === 'line'
      ? [shows.x, ...(shows.series === undefined ? [] : [shows.series])]
      : shows.kind === 'bars'
        ? [shows.category]
        : [];
  const untold = reads.key.filter((column) => !shown.includes(column));
  if (untold.length === 0) return [];
  return [
    {
      code: 'LH8113',
      at,
      prop: 'shows',
      got: `has several rows in one place: those of "${reads.name}" differ in ${listed(untold)}, too`,
      allowed: `a table with ${shown.length === 0 ? 'a single row' : `the key ${listed(shown)}`}`,
      change: `${shows.kind === 'line' && shows.series === undefined && untold.length === 1 ? `add series: '${String(untold[0])}', or ` : ''}declare a gold view that aggregates`,
    },
  ];
}
