import { type DepartmentPipelines } from '../../compilers/internal';
import {
  dataContract,
  days,
  department,
  hours,
  mapping,
  read,
  silverTable,
  t,
  type Table,
} from '../../model';
import { activityIn, planOf } from '../constructs/pipeline-set/plans';
import { type runOf } from '../support/pipeline-runs';

/** A source of rows with an id, delivered at a cadence. */
export const source = (name: string, every = hours(1), readyAfter?: { readonly minutes: number }) =>
  dataContract(name, {
    description: `Rows of ${name}`,
    columns: { id: t.string(9).key(), at: t.timestamp() },
    eventTime: 'at',
    delivery: {
      kind: 'batch',
      every,
      from: { kind: 'http', baseUrl: 'https://many.example.com', path: `${name}.csv`, format: 'csv' },
      ...(readyAfter && { readyAfter }),
    },
    expectedRowsPerDay: 1,
  });

type Rows = Table<{ id: 'string' }>;
/** The ids of a table. */
export const ids = (table: Table) => read(table as Rows).select('id');
/** A silver table of the ids of others. */
export const derived = (name: string, first: Table, ...others: readonly Table[]) =>
  silverTable(name, {
    flow: others.reduce((all, other) => all.join(ids(other), { on: ['id'], how: 'left' }), ids(first)),
    key: ['id'],
    write: 'overwrite',
  });

/** Two sources that come hourly, and one that comes daily. */
export const [north, south, prices] = [source('north'), source('south'), source('prices', days(1))];

/** The table of the first source. */
export const a = mapping(north);
const [b, price] = [mapping(south), mapping(prices)];
const both = derived('both', a, b);
const above = derived('above', both);
/** A table beside the others. */
export const beside = derived('beside', a);
const priced = derived('priced', both, price);
/** What runs for a department with all of them. */
export const plan = planOf(
  department('acme', {
    description: 'Fills tables together',
    sources: [north, south, prices],
    tables: [a, b, both, above, beside, price, priced],
  }),
);

/** The tables of these that a run of a wave does not mark as failed. */
export const filled = ({ endings }: ReturnType<typeof runOf>, tables: readonly string[]): string[] =>
  tables.filter((table) => endings[`MarkFailed_${table}`] === 'Skipped');

/** The activities whose errors the mark of a table names, the first that has one first. */
export const errorsInMark = (of: DepartmentPipelines, wave: string, table: string): string[] =>
  [
    ...JSON.stringify(activityIn(of, wave, `MarkFailed_${table}`).typeProperties).matchAll(
      /activity\('(\w+)'\)\?\.error/g,
    ),
  ].map(([, name = '']) => name);
