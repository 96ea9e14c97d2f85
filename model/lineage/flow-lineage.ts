import { type Expression, columnsOf } from '../expressions';
import { untyped } from '../flows/contract-rules';
import { type Readable, type Relation } from '../flows/relation';
import { stepsOf } from '../flows/traversal';
import { aggregateText, expressionText, windowText } from './expression-text';
import { constantOf, simplified, truthOf } from './constants';
import { type Columns, elements, type Made, masked, merged, NOTHING, united, unitedColumns } from './made';
import { aggregateMasking, maskedColumns, type Masking, windowMasking } from './masking';

/** A column that a flow reads and that decides over rows. */
export interface Influence {
  /** What is read. */
  readonly from: Readable;
  /** Its column. */
  readonly column: string;
  /** OpenLineage's subtype of an indirect transformation. */
  readonly how: 'JOIN' | 'GROUP_BY' | 'FILTER' | 'SORT' | 'WINDOW';
}

/** Ways by which rows come to a step that are told apart; beyond, what is known of constants is given up. */
const MOST_WAYS = 64;

/** Follows columns through the steps of one flow. */
export class FlowLineage {
  private readonly made = new Map<Relation, Columns>();
  private readonly ways = new Map<Relation, readonly Columns[]>();

  /** @param relation the last step of the flow. */
  constructor(private readonly relation: Relation) {}

  /** How a column of the last step comes about. */
  column(name: string): Made {
    return this.columns(this.relation).get(name) ?? NOTHING;
  }

  /** The columns that decide over the rows of the flow, each way once, in the order of its steps. */
  influences(): Influence[] {
    const found = stepsOf(this.relation).flatMap((step) => this.deciding(step));
    const once = new Map(
      found.map((each) => [`${each.from.zone} ${each.from.name} ${each.column} ${each.how}`, each]),
    );
    return [...once.values()];
  }

  /** What each check of the flow puts into quarantine, by the name of the check. */
  quarantines(): ReadonlyMap<string, ReadonlyMap<string, Made>> {
    const checks = stepsOf(this.relation).filter((step) => step.step === 'check');
    return new Map(
      checks.map((check) => {
        const before = this.columns(check.input);
        const kept = check.quarantined.filter((name) => (before.get(name)?.origins.length ?? 0) > 0);
        return [check.name, new Map(kept.map((name) => [name, before.get(name) ?? NOTHING]))];
      }),
    );
  }

  private columns(step: Relation): Columns {
    const known = this.made.get(step);
    if (known) return known;
    const columns = unitedColumns(this.waysTo(step));
    this.made.set(step, columns);
    return columns;
  }

  /**
   * The columns of a step by each way that its rows come: the two sides of a union are told apart, so that what is true on one side
   * only, such as a constant that says which side it is, is known further on.
   */
  private waysTo(step: Relation): readonly Columns[] {
    const known = this.ways.get(step);
    if (known) return known;
    const all = this.compute(step);
    const ways = all.length > MOST_WAYS ? [unitedColumns(all)] : all;
    this.ways.set(step, ways);
    return ways;
  }

  private compute(step: Relation): readonly Columns[] {
    switch (step.step) {
      case 'read':
        return [readColumns(step)];
      case 'select':
        return this.waysTo(step.input).map(
          (way) => new Map(step.picks.map(({ name, from }) => [name, way.get(from) ?? NOTHING])),
        );
      case 'derive':
        return this.waysTo(step.input).map((way) =>
          added(
            way,
            step.values.map(({ name, expression }) => ({
              name,
              reads: [expression],
              text: expressionText(expression),
            })),
          ),
        );
      case 'window':
        return this.waysTo(step.input).map((way) =>
          added(
            way,
            step.values.map(({ name, call }) => ({
              name,
              reads: call.argument ? [call.argument] : [],
              text: windowText(call),
              isAggregate: true,
              masking: windowMasking(call),
            })),
          ),
        );
      case 'aggregate':
        return [this.aggregated(step)];
      case 'join':
      case 'asOfJoin': {
        const other = this.columns(step.other);
        return this.waysTo(step.input).map((way) => new Map([...other, ...way]));
      }
      case 'union':
        return [...this.waysTo(step.input), ...this.waysTo(step.other)];
      case 'validity':
        return step.snapshots
          ? this.waysTo(step.input)
          : this.waysTo(step.input).map((way) => {
              const text = `${step.to} = next ${step.from} of ${step.by.join(', ')}`;
              const end = merged([way.get(step.from) ?? NOTHING], [text], 'AGGREGATION');
              return new Map([...way, [step.to, end]]);
            });
      case 'filter':
        return this.waysTo(step.input).filter((way) => truthOf(step.condition, way) !== false);
      case 'readArray':
        return this.waysTo(step.input).map(
          (way) => new Map([...way, [step.name, way.get(step.text) ?? NOTHING]]),
        );
      case 'unnest':
        return this.waysTo(step.input).map((way) => unnested(step, way));
      case 'score':
        return [this.scored(step)];
      case 'sql':
        return [this.ownSql(step)];
      case 'check':
      case 'dedupe':
      case 'semiJoin':
      case 'assertUnique':
      case 'windowStart':
      case 'acceptSnapshots':
        return this.waysTo(step.input);
    }
  }

  private aggregated({ input, groups, aggregates }: Extract<Relation, { step: 'aggregate' }>): Columns {
    const ways = this.waysTo(input);
    const each = (value: Value): readonly [string, Made] => [
      value.name,
      united(ways.map((way) => made(way, value))),
    ];
    return new Map([
      ...groups.map(({ name, expression }) =>
        each({ name, reads: [expression], text: expressionText(expression) }),
      ),
      ...aggregates.map(({ name, aggregate }) =>
        each({
          name,
          reads: aggregate.argument ? [aggregate.argument] : [],
          text: aggregateText(aggregate),
          isAggregate: true,
          masking: aggregateMasking(aggregate),
        }),
      ),
    ]);
  }

  /** A model may make its scores of everything it reads; the key it only repeats. */
  private scored({ features, contractColumns, run }: Extract<Relation, { step: 'score' }>): Columns {
    const all = features.columns.filter(({ metadata }) => metadata !== true);
    return new Map(
      Object.keys(contractColumns).map((name) => {
        const isKey = all.some((column) => column.name === name);
        const read = isKey ? [name] : all.map((column) => column.name);
        const how = isKey ? ('IDENTITY' as const) : ('TRANSFORMATION' as const);
        const origins = read.map((column) => ({ from: features, column, how }));
        return [name, { origins, expressions: isKey ? [] : [`${name} = model(${run.kind})`] }] as const;
      }),
    );
  }

  /** SQL of a department's own says only what it reads: each column may be made of all of that. */
  private ownSql(step: Extract<Relation, { step: 'sql' }>): Columns {
    const inputs = step.inputs.flatMap(({ relation }) => [...this.columns(relation).values()]);
    return new Map(
      step.columns.map(
        ({ name }) => [name, merged(inputs, [`${name} = own SQL`], 'TRANSFORMATION')] as const,
      ),
    );
  }

  private deciding(step: Relation): Influence[] {
    const of = (input: Relation, columns: Iterable<string>, how: Influence['how']): Influence[] =>
      [...columns].flatMap((column) =>
        (this.columns(input).get(column) ?? NOTHING).origins.map((origin) => ({
          from: origin.from,
          column: origin.column,
          how,
        })),
      );
    switch (step.step) {
      case 'filter':
        return of(step.input, columnsOf(step.condition), 'FILTER');
      case 'check':
        return step.rules.flatMap(({ expression }) => of(step.input, columnsOf(expression), 'FILTER'));
      case 'dedupe':
        return [...of(step.input, step.by, 'GROUP_BY'), ...of(step.input, step.newest, 'SORT')];
      case 'join':
      case 'semiJoin':
        return [...of(step.input, step.on, 'JOIN'), ...of(step.other, step.on, 'JOIN')];
      case 'asOfJoin':
        return [
          ...of(step.input, [...step.on, step.day], 'JOIN'),
          ...of(step.other, [...step.on, step.otherDay], 'JOIN'),
        ];
      case 'aggregate':
        return step.groups.flatMap(({ expression }) => of(step.input, columnsOf(expression), 'GROUP_BY'));
      case 'window':
        return [
          ...of(step.input, step.by, 'WINDOW'),
          ...of(
            step.input,
            step.order.map(({ column }) => column),
            'SORT',
          ),
        ];
      case 'unnest':
        return of(step.input, [step.array], 'FILTER');
      case 'validity':
        return [...of(step.input, step.by, 'WINDOW'), ...of(step.input, [step.from], 'SORT')];
      case 'read':
      case 'select':
      case 'derive':
      case 'union':
      case 'readArray':
      case 'assertUnique':
      case 'windowStart':
      case 'acceptSnapshots':
      case 'sql':
      case 'score':
        return [];
    }
  }
}

interface Value {
  readonly name: string;
  readonly reads: readonly Expression[];
  readonly text: string;
  readonly isAggregate?: boolean;
  readonly masking?: Masking;
}

/** What is read; metadata columns are no part of what people ask for. */
function readColumns({ from, columns }: Extract<Relation, { step: 'read' }>): Columns {
  const shown = columns.filter(({ metadata }) => metadata !== true);
  return new Map(
    shown.map(({ name }) => [
      name,
      { origins: [{ from, column: name, how: 'IDENTITY' as const }], expressions: [] },
    ]),
  );
}

function added(before: Columns, values: readonly Value[]): Columns {
  return new Map([...before, ...values.map((value) => [value.name, made(before, value)] as const)]);
}

function made(before: Columns, { name, reads, text, isAggregate = false, masking }: Value): Made {
  const possible = reads.map((expression) => simplified(expression, before));
  const [only] = possible;
  const constant = only && constantOf(only, before);
  // What is never there is made of nothing.
  if (constant === null) return { ...NOTHING, constant };
  const read = possible.flatMap((expression) => [...maskedColumns(expression, masking)]);
  const found = read.map(([column, hidden]) => masked(before.get(column) ?? NOTHING, hidden));
  if (!isAggregate && reads[0]?.op === 'column') return before.get(reads[0].name) ?? NOTHING;
  // Columns that begin so are added by the library itself.
  const expression = name.startsWith('_') ? [] : [`${untyped(name)} = ${text}`];
  const value = merged(found, expression, isAggregate ? 'AGGREGATION' : 'TRANSFORMATION');
  return !isAggregate && constant !== undefined ? { ...value, constant } : value;
}

function unnested(step: Extract<Relation, { step: 'unnest' }>, before: Columns): Columns {
  const array = before.get(step.array) ?? NOTHING;
  const fields = step.fields.map(({ name, path, position }) => {
    const element = `${untyped(step.array)}[]`;
    const text = position === true ? `the position in ${element}` : [element, ...path].join('.');
    return [name, merged([elements(array, name)], [`${name} = ${text}`], 'TRANSFORMATION')] as const;
  });
  return new Map([...before, ...fields]);
}
