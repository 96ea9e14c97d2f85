import * as z from 'zod';
import {
  type AcceptSnapshots,
  type AggregateRows,
  type AsOfJoin,
  type BronzeRows,
  type Check,
  type ColumnInfo,
  type DataContract,
  type Dedupe,
  type Derive,
  type ElementField,
  type AssertUnique,
  type Expression,
  type Filter,
  type Join,
  type SemiJoin,
  type ModelRun,
  type NamedExpression,
  type Order,
  type Read,
  type ReadArray,
  type Readable,
  type TimeRange,
  type Relation,
  type Score,
  type Select,
  type SqlParameter,
  type SqlRows,
  type Union,
  type Unnest,
  type Validity,
  type WindowDay,
  type WindowRows,
  type WindowStart,
} from '../../model';
import { A_COLUMN, column, dataType } from './contract';
import { aggregate, windowCall } from './expression';
import { mistakes } from './flaw';
import { columnNames, elsewhere, flag, interval, number, type OfKind, shapeOf, text, texts } from './schema';
import { inWords } from './words';

/** The columns of a relation or a table. */
export const columns = z
  .array(
    inWords(
      shapeOf<ColumnInfo>()({
        name: text,
        type: dataType,
        nullable: flag,
        classification: z.enum(['public', 'internal', 'personal']),
        lineage: texts,
        metadata: z.literal(true).optional(),
      }),
      A_COLUMN,
    ),
  )
  .readonly();

const relation = elsewhere<Relation>();
const expression = elsewhere<Expression>();
const named = z.array(shapeOf<NamedExpression>()({ name: text, expression })).readonly();
const match = { input: relation, other: relation, on: columnNames };
const fields = z
  .array(
    shapeOf<ElementField>()({
      name: text,
      path: texts,
      position: z.literal(true).optional(),
      text: z.literal(true).optional(),
    }),
  )
  .readonly();

/** What every step yields. */
const yields = { columns, key: columnNames.optional(), mistakes };

const parameters = z.record(z.string(), text);
const run = z.discriminatedUnion('kind', [
  shapeOf<OfKind<ModelRun, 'publishedPipeline'>>()({
    kind: z.literal('publishedPipeline'),
    experiment: text,
    parameters,
  }),
  shapeOf<OfKind<ModelRun, 'batchEndpoint'>>()({
    kind: z.literal('batchEndpoint'),
    deployment: text.optional(),
    parameters,
  }),
]);

/** What is used up while a step is made. */
const USED_UP = {
  names: 'names of columns',
  columns: 'names of columns',
  quarantined: 'names of columns',
  by: 'a list of names of columns',
  on: 'a list of names of columns',
  newest: 'a list of names of columns',
  order: "a list of names of columns, or descending('column')",
  column: 'the name of a column',
  name: 'a text',
  relation: 'one-to-one, many-to-one',
  values: 'a function of the row',
  condition: 'a function of the row',
  rules: 'a function of the row',
  groups: 'a function of the row',
  aggregates: 'a function of the row',
  aggregate: 'a function of the row',
};

/** A step of a flow; the steps before it, what it reads and its expressions are looked at by themselves. */
export const step = z.discriminatedUnion('step', [
  shapeOf<Read>()({
    step: z.literal('read'),
    from: elsewhere<Readable>(),
    timeRange: shapeOf<TimeRange>()({ timeColumn: text, lookbackDays: number }).optional(),
    ...yields,
  }),
  shapeOf<Derive>()({ step: z.literal('derive'), input: relation, values: named, ...yields }),
  shapeOf<Select>()({
    step: z.literal('select'),
    input: relation,
    picks: z.array(z.strictObject({ name: text, from: text })).readonly(),
    ...yields,
  }),
  shapeOf<Filter>()({ step: z.literal('filter'), input: relation, condition: expression, ...yields }),
  shapeOf<Check>()({
    step: z.literal('check'),
    input: relation,
    name: text,
    rules: named,
    quarantined: columnNames,
    ...yields,
  }),
  shapeOf<Dedupe>()({
    step: z.literal('dedupe'),
    input: relation,
    by: columnNames,
    newest: columnNames,
    all: z.literal(true).optional(),
    ...yields,
  }),
  shapeOf<Join>()({ step: z.literal('join'), ...match, how: z.enum(['inner', 'left']), ...yields }),
  shapeOf<SemiJoin>()({
    step: z.literal('semiJoin'),
    ...match,
    keep: z.enum(['matched', 'unmatched']),
    ...yields,
  }),
  shapeOf<AsOfJoin>()({
    step: z.literal('asOfJoin'),
    ...match,
    day: text,
    otherDay: text,
    maxAgeDays: number,
    ...yields,
  }),
  shapeOf<AggregateRows>()({
    step: z.literal('aggregate'),
    input: relation,
    groups: named,
    aggregates: z.array(z.strictObject({ name: text, aggregate })).readonly(),
    ...yields,
  }),
  shapeOf<WindowRows>()({
    step: z.literal('window'),
    input: relation,
    by: columnNames,
    order: z.array(shapeOf<Order>()({ column: text, descending: flag })).readonly(),
    values: z.array(z.strictObject({ name: text, call: windowCall })).readonly(),
    ...yields,
  }),
  shapeOf<AssertUnique>()({
    step: z.literal('assertUnique'),
    input: relation,
    name: text,
    by: columnNames,
    ...yields,
  }),
  shapeOf<Union>()({ step: z.literal('union'), input: relation, other: relation, ...yields }),
  shapeOf<ReadArray>()({
    step: z.literal('readArray'),
    input: relation,
    text,
    name: text,
    holds: z.enum(['objects', 'values']),
    fields,
    ...yields,
  }),
  shapeOf<Unnest>()({ step: z.literal('unnest'), input: relation, array: text, fields, ...yields }),
  shapeOf<WindowStart>()({ step: z.literal('windowStart'), input: relation, source: text, ...yields }),
  shapeOf<AcceptSnapshots>()({
    step: z.literal('acceptSnapshots'),
    input: relation,
    source: text,
    leastPercent: number,
    mayBeMissing: flag,
    keep: z.enum(['newest', 'all']),
    ...yields,
  }),
  shapeOf<Validity>()({
    step: z.literal('validity'),
    input: relation,
    by: columnNames,
    from: text,
    to: text,
    snapshots: flag,
    ...yields,
  }),
  shapeOf<SqlRows>()({
    step: z.literal('sql'),
    inputs: z.array(z.strictObject({ name: text, relation })).readonly(),
    text,
    duckDbOverride: text.optional(),
    parameters: z
      .array(
        shapeOf<SqlParameter>()({
          name: text,
          type: dataType,
          value: z.union([text, shapeOf<WindowDay>()({ from: z.literal('window'), preview: text })]),
        }),
      )
      .readonly(),
    ...yields,
  }),
  shapeOf<Score>()({
    step: z.literal('score'),
    input: relation,
    features: elsewhere<Readable>(),
    contractColumns: z.record(z.string(), column),
    run,
    every: interval.optional(),
    retentionDays: number,
    ...yields,
  }),
]) satisfies z.ZodType<Relation>;
for (const each of step.options) inWords(each, { usedUp: USED_UP });

/** The raw rows of a source; the source is looked at by itself. */
export const bronzeRows = shapeOf<BronzeRows>()({
  zone: z.literal('bronze'),
  name: text,
  contract: elsewhere<DataContract>(),
  columns,
});
