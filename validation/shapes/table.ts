import {
  type ContractShape,
  type ElementMappingOptions,
  type ExposedColumn,
  type GoldTableProps,
  type Product,
  type Relation,
  type Schema,
  type ScoredTableProps,
  type Select,
  type SilverTableProps,
  type SlowlyChangingProps,
  type SqlTableProps,
  type Table,
  type TableReference,
  type ParentVersions,
} from '../../model';
import { columns } from './relation';
import {
  choice,
  columnNames,
  elsewhere,
  flag,
  interval,
  list,
  literal,
  number,
  reason,
  shapeOf,
  text,
} from './shape-of';
import { inWords } from './words';

/** What is said of tables by those who declare them; the table itself has what follows from it. */
const SAID = [
  'name',
  'description',
  'flow',
  'key',
  'write',
  'newestBy',
  'timeTravelDays',
  'published',
  'then',
  'each',
  'with',
  'text',
  'duckDbOverride',
  'reads',
  'columns',
  'parameters',
  'features',
  'scores',
  'run',
  'fallback',
  'every',
  'retentionDays',
  'from',
  'track',
] as const satisfies (
  | keyof SilverTableProps<Schema>
  | keyof GoldTableProps<Schema>
  | keyof ElementMappingOptions<Schema, Schema, string, string>
  | keyof SqlTableProps<never>
  | keyof ScoredTableProps<Schema, string, never>
  | keyof SlowlyChangingProps<Schema, ContractShape, Schema, string>
)[];

/** A table; its flow is looked at by itself. */
export const table = inWords(
  shapeOf<Omit<Table, 'schema'>>()({
    zone: choice(['silver', 'gold']),
    name: text,
    description: text,
    columns,
    key: columnNames,
    write: choice(['upsert', 'append', 'overwrite']),
    newestBy: text.optional(),
    every: interval.optional(),
    timeTravelDays: number.optional(),
    parentVersions: shapeOf<ParentVersions>()({ key: columnNames, relation: elsewhere<Select>() }).optional(),
    materialized: flag,
    published: flag,
    product: shapeOf<Product>()({
      version: number,
      exposes: list(shapeOf<ExposedColumn>()({ column: text, reason })),
    }).optional(),
    relation: elsewhere<Relation>(),
  }),
  {
    allowed: 'a table',
    known: SAID,
    usedUp: {
      then: 'a function of the rows that gives a flow',
      each: 'the name of an array of the contract',
      with: 'a list of columns of the contract',
      track: 'a list of columns',
      fallback: 'a function of the features that gives a flow',
    } satisfies Partial<Record<(typeof SAID)[number], string>>,
  },
);

/** A table that another department declares. */
export const tableReference = shapeOf<Omit<TableReference, 'schema'>>()({
  zone: literal('reference'),
  name: text,
  columns,
  key: columnNames,
  version: number,
});
