import { type Shape } from './shape';
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
import {
  cases,
  choice,
  columnNames,
  elsewhere,
  flag,
  interval,
  list,
  literal,
  number,
  object,
  type OfKind,
  record,
  shapeOf,
  text,
  texts,
  union,
} from './shape-of';
import { inWords } from './words';

/** The columns of a relation or a table. */
export const columns = list(
  inWords(
    shapeOf<ColumnInfo>()({
      name: text,
      type: dataType,
      nullable: flag,
      classification: choice(['public', 'internal', 'personal']),
      lineage: texts,
      metadata: literal(true).optional(),
    }),
    A_COLUMN,
  ),
);

const relation = elsewhere<Relation>();
const expression = elsewhere<Expression>();
const named = list(shapeOf<NamedExpression>()({ name: text, expression }));
const match = { input: relation, other: relation, on: columnNames };
const fields = list(
  shapeOf<ElementField>()({
    name: text,
    path: texts,
    position: literal(true).optional(),
    text: literal(true).optional(),
  }),
);

/** What every step yields. */
const yields = { columns, key: columnNames.optional(), mistakes };

const parameters = record(text);
const run = cases('kind', [
  shapeOf<OfKind<ModelRun, 'publishedPipeline'>>()({
    kind: literal('publishedPipeline'),
    experiment: text,
    parameters,
  }),
  shapeOf<OfKind<ModelRun, 'batchEndpoint'>>()({
    kind: literal('batchEndpoint'),
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
export const step = cases(
  'step',
  [
    shapeOf<Read>()({
      step: literal('read'),
      from: elsewhere<Readable>(),
      timeRange: shapeOf<TimeRange>()({ timeColumn: text, lookbackDays: number }).optional(),
      ...yields,
    }),
    shapeOf<Derive>()({ step: literal('derive'), input: relation, values: named, ...yields }),
    shapeOf<Select>()({
      step: literal('select'),
      input: relation,
      picks: list(object({ name: text, from: text })),
      ...yields,
    }),
    shapeOf<Filter>()({ step: literal('filter'), input: relation, condition: expression, ...yields }),
    shapeOf<Check>()({
      step: literal('check'),
      input: relation,
      name: text,
      rules: named,
      quarantined: columnNames,
      ...yields,
    }),
    shapeOf<Dedupe>()({
      step: literal('dedupe'),
      input: relation,
      by: columnNames,
      newest: columnNames,
      all: literal(true).optional(),
      ...yields,
    }),
    shapeOf<Join>()({ step: literal('join'), ...match, how: choice(['inner', 'left']), ...yields }),
    shapeOf<SemiJoin>()({
      step: literal('semiJoin'),
      ...match,
      keep: choice(['matched', 'unmatched']),
      ...yields,
    }),
    shapeOf<AsOfJoin>()({
      step: literal('asOfJoin'),
      ...match,
      day: text,
      otherDay: text,
      maxAgeDays: number,
      ...yields,
    }),
    shapeOf<AggregateRows>()({
      step: literal('aggregate'),
      input: relation,
      groups: named,
      aggregates: list(object({ name: text, aggregate })),
      ...yields,
    }),
    shapeOf<WindowRows>()({
      step: literal('window'),
      input: relation,
      by: columnNames,
      order: list(shapeOf<Order>()({ column: text, descending: flag })),
      values: list(object({ name: text, call: windowCall })),
      ...yields,
    }),
    shapeOf<AssertUnique>()({
      step: literal('assertUnique'),
      input: relation,
      name: text,
      by: columnNames,
      ...yields,
    }),
    shapeOf<Union>()({ step: literal('union'), input: relation, other: relation, ...yields }),
    shapeOf<ReadArray>()({
      step: literal('readArray'),
      input: relation,
      text,
      name: text,
      holds: choice(['objects', 'values']),
      fields,
      ...yields,
    }),
    shapeOf<Unnest>()({ step: literal('unnest'), input: relation, array: text, fields, ...yields }),
    shapeOf<WindowStart>()({ step: literal('windowStart'), input: relation, source: text, ...yields }),
    shapeOf<AcceptSnapshots>()({
      step: literal('acceptSnapshots'),
      input: relation,
      source: text,
      leastPercent: number,
      mayBeMissing: flag,
      keep: choice(['newest', 'all']),
      ...yields,
    }),
    shapeOf<Validity>()({
      step: literal('validity'),
      input: relation,
      by: columnNames,
      from: text,
      to: text,
      snapshots: flag,
      ...yields,
    }),
    shapeOf<SqlRows>()({
      step: literal('sql'),
      inputs: list(object({ name: text, relation })),
      text,
      duckDbOverride: text.optional(),
      parameters: list(
        shapeOf<SqlParameter>()({
          name: text,
          type: dataType,
          value: union([text, shapeOf<WindowDay>()({ from: literal('window'), preview: text })]),
        }),
      ),
      ...yields,
    }),
    shapeOf<Score>()({
      step: literal('score'),
      input: relation,
      features: elsewhere<Readable>(),
      contractColumns: record(column),
      run,
      every: interval.optional(),
      retentionDays: number,
      ...yields,
    }),
  ],
  { usedUp: USED_UP },
) satisfies Shape<Relation>;

/** The raw rows of a source; the source is looked at by itself. */
export const bronzeRows = shapeOf<BronzeRows>()({
  zone: literal('bronze'),
  name: text,
  contract: elsewhere<DataContract>(),
  columns,
});
