import { type Department } from '../company/department';
import { type CompanyGraph } from '../company/graph';
import { personalColumns, subjectColumns } from '../contracts/data-contract';
import { type Expression } from '../expressions';
import {
  type AggregateRows,
  type Readable,
  type Relation,
  type Score,
  type Table,
  type WindowRows,
} from '../flows/relation';
import { inputsOf } from '../flows/traversal';

/** What a column holds that identifies a person. */
export interface PersonIdentifier {
  /** The kind of person. */
  readonly subject: string;
  /** The department whose pepper the pseudonym was made with; absent where it is the value itself. */
  readonly pepperOf?: Department;
}

/** What a column holds of persons. */
export interface PersonalColumn {
  /** The columns of contracts that the value of one row comes from, as `source.column`: personal ones, and those that identify a person. */
  readonly sources: ReadonlySet<string>;
  /** Set where the value identifies the person by itself. */
  readonly person?: PersonIdentifier;
}

type Columns = ReadonlyMap<string, PersonalColumn>;

/**
 * Follows personal data, and what identifies persons, through flows: column by column, from contracts to gold.
 *
 * It ends where many rows become one number (count, sum, average); the least and the greatest value are still somebody's.
 */
export class PersonalData {
  private readonly tables = new Map<Table, Columns>();

  /** @param graph finds the tables behind references, and their owners. */
  constructor(private readonly graph: CompanyGraph) {}

  /** The columns of a table that hold something of persons, by name. */
  columnsOf(table: Table): Columns {
    const known = this.tables.get(table);
    if (known) return known;
    // Tables that read each other in a circle are for the rules to report.
    this.tables.set(table, new Map());
    const walk = new Walk(this, this.graph, this.graph.ownerOf(table));
    const all = walk.columns(table.relation);
    const columns = new Map(
      table.columns.flatMap(({ name }) => {
        const found = all.get(name);
        return found && found.sources.size > 0 ? [[name, found] as const] : [];
      }),
    );
    this.tables.set(table, columns);
    return columns;
  }
}

class Walk {
  private readonly done = new Map<Relation, Columns>();

  constructor(
    private readonly data: PersonalData,
    private readonly graph: CompanyGraph,
    private readonly department: Department | undefined,
  ) {}

  columns(relation: Relation): Columns {
    const known = this.done.get(relation);
    if (known) return known;
    const columns = this.compute(relation);
    this.done.set(relation, columns);
    return columns;
  }

  private compute(step: Relation): Columns {
    switch (step.step) {
      case 'read':
        return this.read(step.from);
      case 'derive': {
        const input = this.columns(step.input);
        const made = step.values.map(
          ({ name, expression }) => [name, this.value(expression, input)] as const,
        );
        return new Map([...input, ...made]);
      }
      case 'select': {
        const input = this.columns(step.input);
        return new Map(step.picks.map(({ name, from }) => [name, input.get(from) ?? NOTHING]));
      }
      case 'aggregate':
        return this.aggregate(step);
      case 'window':
        return this.window(step);
      case 'readArray': {
        const input = this.columns(step.input);
        return new Map([...input, [step.name, { sources: input.get(step.text)?.sources ?? NONE }]]);
      }
      case 'unnest': {
        const fields = step.columns.filter(({ name }) => step.fields.some((field) => field.name === name));
        const made = fields.map(
          ({ name, classification, lineage }) =>
            [name, { sources: new Set(classification === 'personal' ? lineage : []) }] as const,
        );
        return new Map([...this.columns(step.input), ...made]);
      }
      case 'score':
        return this.score(step);
      case 'sql': {
        const sources = inputsOf(step).flatMap((input) => [...this.columns(input).values()]);
        return new Map(
          step.columns.map(({ name, classification }) => [
            name,
            classification === 'personal' ? { sources: merged(sources) } : NOTHING,
          ]),
        );
      }
      case 'join':
      case 'asOfJoin':
      case 'union':
        return both(this.columns(step.other), this.columns(step.input));
      case 'filter':
      case 'check':
      case 'dedupe':
      case 'semiJoin':
      case 'assertUnique':
      case 'windowStart':
      case 'acceptSnapshots':
        return this.columns(step.input);
      case 'validity': {
        const input = this.columns(step.input);
        return new Map([
          ...input,
          [step.to, input.get(step.to) ?? { sources: input.get(step.from)?.sources ?? NONE }],
        ]);
      }
    }
  }

  private read(from: Readable): Columns {
    if (from.zone === 'erasures' || from.zone === 'estimate') return new Map();
    if (from.zone !== 'bronze') {
      const found = this.graph.tableOf(from);
      return found ? this.data.columnsOf(found.table) : new Map();
    }
    const { contract } = from;
    const subjects = new Map(subjectColumns(contract).map(({ column, subject }) => [column, subject]));
    return new Map(
      personalColumns(contract).map((name) => {
        const subject = subjects.get(name);
        const sources = new Set([`${contract.name}.${name}`]);
        return [name, subject === undefined ? { sources } : { sources, person: { subject } }];
      }),
    );
  }

  private value(expression: Expression, input: Columns): PersonalColumn {
    const read = valuesIn(expression).map((name) => input.get(name) ?? NOTHING);
    const person = this.person(expression, input);
    return { sources: merged(read), ...(person && { person }) };
  }

  /** Whom a value identifies: what it is computed from does, and is only typed, filled in or made a pseudonym. */
  private person(node: Expression, input: Columns): PersonIdentifier | undefined {
    if (node.op === 'column') return input.get(node.name)?.person;
    if (node.op !== 'call') return undefined;
    const [first] = node.arguments;
    const inner = (): PersonIdentifier | undefined => first && this.person(first, input);
    switch (node.name) {
      case 'parse':
      case 'trim':
      case 'coalesce':
        return inner();
      case 'pseudonym': {
        const raw = inner();
        return raw && raw.pepperOf === undefined && this.department
          ? { subject: raw.subject, pepperOf: this.department }
          : undefined;
      }
      case 'when':
        return node.arguments
          .filter((_, index) => index % 2 === 1 || index === node.arguments.length - 1)
          .map((value) => this.person(value, input))
          .find((found) => found !== undefined);
      default:
        return undefined;
    }
  }

  private aggregate({ input: before, groups, aggregates }: AggregateRows): Columns {
    const input = this.columns(before);
    return new Map([
      ...groups.map(({ name, expression }) => [name, this.value(expression, input)] as const),
      ...aggregates.map(({ name, aggregate: { name: kind, argument } }) => {
        const ofOne = argument !== undefined && (kind === 'min' || kind === 'max');
        return [name, ofOne ? { sources: this.value(argument, input).sources } : NOTHING] as const;
      }),
    ]);
  }

  private window({ input: before, values }: WindowRows): Columns {
    const input = this.columns(before);
    const made = values.map(({ name, call: { name: kind, argument } }) => {
      const ofOne = argument !== undefined && (kind === 'lag' || kind === 'lead');
      return [name, ofOne ? { sources: this.value(argument, input).sources } : NOTHING] as const;
    });
    return new Map([...input, ...made]);
  }

  /** Whatever a model makes of a person's values may still tell of the person. */
  private score({ features: from, contractColumns }: Score): Columns {
    const features = this.read(from);
    const sources = merged([...features.values()]);
    return new Map(
      Object.keys(contractColumns).map((name) => {
        const isKey = from.columns.some((column) => column.name === name);
        return [name, isKey ? (features.get(name) ?? NOTHING) : { sources }];
      }),
    );
  }
}

/** The columns whose values go into a value: whether there is one at all tells nobody whose it was. */
function valuesIn(node: Expression): string[] {
  if (node.op === 'column') return [node.name];
  return node.op === 'call' && node.name !== 'isNull' ? node.arguments.flatMap(valuesIn) : [];
}

const NONE: ReadonlySet<string> = new Set();
const NOTHING: PersonalColumn = { sources: NONE };

function merged(columns: readonly PersonalColumn[]): ReadonlySet<string> {
  return new Set(columns.flatMap(({ sources }) => [...sources]).sort());
}

/** The columns of two sides; of one that both have, what either holds. */
function both(other: Columns, input: Columns): Columns {
  const result = new Map(other);
  for (const [name, column] of input) {
    const before = other.get(name);
    const person = column.person ?? before?.person;
    result.set(name, { sources: merged([column, before ?? NOTHING]), ...(person && { person }) });
  }
  return result;
}
