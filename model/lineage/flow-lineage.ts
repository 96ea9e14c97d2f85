import { type Expression, columnsOf } from '../expressions';
import { untyped } from '../flows/contract-rules';
import { type Readable, type Relation } from '../flows/relation';
import { stepsOf } from '../flows/traversal';
import { aggregateText, expressionText, windowText } from './expression-text';

/** A column that a flow reads and a value is made of. */
export interface Origin {
  /** What is read. */
  readonly from: Readable;
  /** Its column. */
  readonly column: string;
  /** OpenLineage's subtype of a direct transformation. */
  readonly how: 'IDENTITY' | 'TRANSFORMATION' | 'AGGREGATION';
}

/** A column that a flow reads and that decides over rows. */
export interface Influence {
  /** What is read. */
  readonly from: Readable;
  /** Its column. */
  readonly column: string;
  /** OpenLineage's subtype of an indirect transformation. */
  readonly how: 'JOIN' | 'GROUP_BY' | 'FILTER' | 'SORT' | 'WINDOW';
}

/** A column of a step: what it is made of, and what was computed on the way. */
interface Made {
  readonly origins: readonly Origin[];
  readonly expressions: readonly string[];
}

const NOTHING: Made = { origins: [], expressions: [] };

/** Follows columns through the steps of one flow. */
export class FlowLineage {
  private readonly made = new Map<Relation, ReadonlyMap<string, Made>>();

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

  private columns(step: Relation): ReadonlyMap<string, Made> {
    const known = this.made.get(step);
    if (known) return known;
    const columns = this.compute(step);
    this.made.set(step, columns);
    return columns;
  }

  private compute(step: Relation): ReadonlyMap<string, Made> {
    switch (step.step) {
      case 'read':
        return new Map(
          step.columns
            .filter(({ metadata }) => metadata !== true)
            .map(({ name }) => [
              name,
              { origins: [{ from: step.from, column: name, how: 'IDENTITY' as const }], expressions: [] },
            ]),
        );
      case 'select':
        return new Map(
          step.picks.map(({ name, from }) => [name, this.columns(step.input).get(from) ?? NOTHING]),
        );
      case 'derive':
        return this.added(
          step.input,
          step.values.map(({ name, expression }) => ({
            name,
            reads: [expression],
            text: expressionText(expression),
          })),
        );
      case 'window':
        return this.added(
          step.input,
          step.values.map(({ name, call }) => ({
            name,
            reads: call.argument ? [call.argument] : [],
            text: windowText(call),
            isAggregate: true,
          })),
        );
      case 'aggregate':
        return new Map([
          ...step.groups.map(
            ({ name, expression }) =>
              [
                name,
                this.value(step.input, { name, reads: [expression], text: expressionText(expression) }),
              ] as const,
          ),
          ...step.aggregates.map(({ name, aggregate }) => {
            const reads = aggregate.argument ? [aggregate.argument] : [];
            const value = { name, reads, text: aggregateText(aggregate), isAggregate: true };
            return [name, this.value(step.input, value)] as const;
          }),
        ]);
      case 'join':
      case 'asOfJoin':
        return new Map([...this.columns(step.other), ...this.columns(step.input)]);
      case 'union':
        return this.united(step.input, step.other);
      case 'readArray':
        return new Map([
          ...this.columns(step.input),
          [step.name, this.columns(step.input).get(step.text) ?? NOTHING],
        ]);
      case 'unnest': {
        const array = this.columns(step.input).get(step.array) ?? NOTHING;
        const fields = step.fields.map(
          ({ name, delivered }) =>
            [
              name,
              merged([elements(array, name)], `${name} = ${step.array}[].${delivered}`, 'TRANSFORMATION'),
            ] as const,
        );
        return new Map([...this.columns(step.input), ...fields]);
      }
      case 'score':
        return this.scored(step);
      case 'sql':
        return this.ownSql(step);
      case 'filter':
      case 'check':
      case 'dedupe':
      case 'semiJoin':
      case 'assertUnique':
        return this.columns(step.input);
    }
  }

  private added(input: Relation, values: readonly Value[]): ReadonlyMap<string, Made> {
    return new Map([
      ...this.columns(input),
      ...values.map((value) => [value.name, this.value(input, value)] as const),
    ]);
  }

  private value(input: Relation, { name, reads, text, isAggregate = false }: Value): Made {
    const before = this.columns(input);
    const names = [...new Set(reads.flatMap((expression) => [...columnsOf(expression)]))];
    const [only] = reads;
    const found = names.map((each) => before.get(each) ?? NOTHING);
    if (!isAggregate && only?.op === 'column') return found[0] ?? NOTHING;
    return merged(found, `${untyped(name)} = ${text}`, isAggregate ? 'AGGREGATION' : 'TRANSFORMATION');
  }

  private united(input: Relation, other: Relation): ReadonlyMap<string, Made> {
    const second = this.columns(other);
    return new Map(
      [...this.columns(input)].map(([name, made]) => [name, united([made, second.get(name) ?? NOTHING])]),
    );
  }

  /** A model may make its scores of everything it reads; the key it only repeats. */
  private scored({
    features,
    contractColumns,
    run,
  }: Extract<Relation, { step: 'score' }>): ReadonlyMap<string, Made> {
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
  private ownSql(step: Extract<Relation, { step: 'sql' }>): ReadonlyMap<string, Made> {
    const inputs = step.inputs.flatMap(({ relation }) => [...this.columns(relation).values()]);
    return new Map(
      step.columns.map(({ name }) => [name, merged(inputs, `${name} = own SQL`, 'TRANSFORMATION')] as const),
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
      case 'read':
      case 'select':
      case 'derive':
      case 'union':
      case 'readArray':
      case 'assertUnique':
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
}

const STRENGTH = ['IDENTITY', 'TRANSFORMATION', 'AGGREGATION'] as const;

function stronger(one: Origin['how'], other: Origin['how']): Origin['how'] {
  return STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other;
}

/** Several values side by side, such as those of a union. */
function united(values: readonly Made[]): Made {
  const origins = new Map<string, Origin>();
  for (const origin of values.flatMap((value) => value.origins)) {
    const id = `${origin.from.zone} ${origin.from.name} ${origin.column}`;
    const before = origins.get(id);
    origins.set(id, before ? { ...origin, how: stronger(before.how, origin.how) } : origin);
  }
  return {
    origins: [...origins.values()],
    expressions: [...new Set(values.flatMap(({ expressions }) => expressions))],
  };
}

/** One value that is computed from several. */
function merged(values: readonly Made[], expression: string, how: Origin['how']): Made {
  const { origins, expressions } = united(values);
  return {
    origins: origins.map((origin) => ({ ...origin, how: stronger(origin.how, how) })),
    expressions: [...expressions, expression],
  };
}

/** A field of the elements of an array, as contracts name it. */
function elements({ origins, expressions }: Made, field: string): Made {
  return {
    origins: origins.map((origin) => ({ ...origin, column: `${origin.column}.${field}` })),
    expressions,
  };
}
