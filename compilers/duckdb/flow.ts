import {
  type Aggregate,
  type AggregateRows,
  type AsOfJoin,
  type Check,
  type ColumnInfo,
  type Dedupe,
  type AssertUnique,
  inputsOf,
  type Join,
  METADATA_COLUMNS,
  drivingInput,
  type SemiJoin,
  type Read,
  type ReadArray,
  type Readable,
  type Relation,
  type Score,
  stepsOf,
  type Table,
  type Unnest,
  type WindowCall,
  type WindowRows,
} from '../../model';
import { FALLBACK } from '../core/fallback';
import { sharesTies, tieBreakers, windowTies } from '../core/order';
import { duckDbExpression, type DuckDbSettings, duckDbType, identifier } from './expressions';
import { duckDbArray, jsonText } from './json';

/** What names a statement may use. */
export interface DuckDbNames extends DuckDbSettings {
  /** The relation that holds what a flow reads, quoted. */
  readonly relation: (readable: Readable) => string;
  /** Begins the names of temporary tables. */
  readonly prefix: string;
  /** The relation that holds what a model wrote, quoted. @default none: its fallback is computed */
  readonly scores?: (score: Score) => string;
  /** The day, `YYYY-MM-DD`, from which reads of recent rows give rows. @default they give all */
  readonly rangeStart?: string;
}

/** A check of a flow: run `setup` first, then its rows can be read. */
export interface DuckDbCheck {
  /** The check, as the flow names it. */
  readonly name: string;
  /** Creates the temporary table of checked rows, with the first broken rule in `_rule`. */
  readonly setup: string;
  /** Rows that broke a rule, with the rule. */
  readonly quarantined: string;
  /** Broken rules and how many rows broke each first. */
  readonly counts: string;
  /** The temporary table of checked rows, quoted; drop it when done. */
  readonly table: string;
  /** Whether its rows are those the flow begins with, and not rows that are looked up or united with them. */
  readonly onDrivingInput: boolean;
}

/** A step that lets fewer rows through, and how to count what leaves it. */
export interface DuckDbCount {
  /** What kind of step it is. */
  readonly step: 'filter' | 'semiJoin' | 'check' | 'dedupe' | 'join' | 'aggregate' | 'union' | 'unnest';
  /** Counts the rows that leave the step. */
  readonly rows: string;
  /** Counts the rows that a union adds. */
  readonly adds?: string;
}

/** What a join relies on; it is broken when `repeated` has rows. */
export interface DuckDbAssertion {
  /** The join. */
  readonly name: string;
  /** Columns of which each combination comes once. */
  readonly by: readonly string[];
  /** Combinations that come more often, as text, and how often: most often first, ten at most. */
  readonly repeated: string;
}

/** The DuckDB statements that compute one table. */
export interface DuckDbTable {
  /** What its joins rely on; ask after the checks' setups. */
  readonly assertions: readonly DuckDbAssertion[];
  /** The checks of the flow, first to last. */
  readonly checks: readonly DuckDbCheck[];
  /** The rows of the table; the checks' setups come first. */
  readonly query: string;
  /** Steps of the driving input that change the number of rows, first to last. */
  readonly counts: readonly DuckDbCount[];
}

/** Compiles the flow of a table to DuckDB SQL. */
export function compileDuckDb(table: Table, names: DuckDbNames): DuckDbTable {
  return new FlowCompiler(names).compile(table.relation);
}

class FlowCompiler {
  private readonly ids = new Map<Relation, string>();
  /** Columns that the steps after a check read. */
  private readonly needed = new Map<Check, ReadonlySet<string>>();

  constructor(private readonly names: DuckDbNames) {}

  compile(relation: Relation): DuckDbTable {
    stepsOf(relation).forEach((step, index) => this.ids.set(step, `s${index}_${step.step.toLowerCase()}`));
    for (const step of stepsOf(relation))
      if (step.step === 'check') this.needed.set(step, columnsNeeded(step, relation));
    const line = drivingInput(relation);
    return {
      checks: stepsOf(relation).flatMap((step) =>
        step.step === 'check' ? [this.check(step, line.includes(step))] : [],
      ),
      assertions: stepsOf(relation).flatMap((step) =>
        step.step === 'assertUnique' ? [this.assertion(step)] : [],
      ),
      query: this.select(relation),
      counts: line.flatMap((step) => this.count(step)),
    };
  }

  private check(step: Check, onDrivingInput: boolean): DuckDbCheck {
    const table = this.checkTable(step);
    const broken = step.rules.map(
      ({ name, expression }) => `WHEN NOT ${this.sql(expression)} THEN '${name.replaceAll("'", "''")}'`,
    );
    const rule = broken.length > 0 ? `CASE ${broken.join(' ')} END` : 'NULL';
    const kept = step.quarantined.map(identifier).join(', ');
    // What only quarantine reads is kept of broken rows only: most rows of a mapping then lose their raw text here.
    const stored = step.columns.flatMap(({ name }) => {
      const column = identifier(name);
      if (this.needed.get(step)?.has(name)) return [column];
      return step.quarantined.includes(name)
        ? [`CASE WHEN _rule IS NOT NULL THEN ${column} END AS ${column}`]
        : [];
    });
    return {
      name: step.name,
      table,
      onDrivingInput,
      setup: `CREATE TEMP TABLE ${table} AS ${this.with(step.input)} SELECT ${[...stored, '_rule'].join(', ')} FROM (SELECT *, CAST(${rule} AS VARCHAR) AS _rule FROM ${this.id(step.input)})`,
      quarantined: `SELECT ${kept}, _rule FROM ${table} WHERE _rule IS NOT NULL ORDER BY ALL`,
      counts: `SELECT _rule AS rule, count(*) AS rows FROM ${table} WHERE _rule IS NOT NULL GROUP BY ALL ORDER BY rule`,
    };
  }

  private assertion({ input, name, by }: AssertUnique): DuckDbAssertion {
    const keys = by.map(identifier);
    const values = keys.map((key) => `CAST(${key} AS VARCHAR)`).join(", ', ', ");
    const present = keys.map((key) => `${key} IS NOT NULL`).join(' AND ');
    return {
      name,
      by,
      repeated: `${this.with(input)} SELECT concat(${values}) AS key, count(*) AS rows FROM ${this.id(input)} WHERE ${present} GROUP BY ${keys.join(', ')} HAVING count(*) > 1 ORDER BY rows DESC, key LIMIT 10`,
    };
  }

  private count(step: Relation): DuckDbCount[] {
    switch (step.step) {
      case 'read':
      case 'derive':
      case 'select':
      case 'asOfJoin':
      case 'window':
      case 'assertUnique':
      case 'readArray':
      case 'sql':
      case 'score':
        return [];
      case 'join':
        return step.how === 'left' ? [] : [{ step: step.step, rows: this.countRows(step) }];
      case 'union':
        return [{ step: step.step, rows: this.countRows(step), adds: this.countRows(step.other) }];
      default:
        return [{ step: step.step, rows: this.countRows(step) }];
    }
  }

  private countRows(relation: Relation): string {
    return `${this.with(relation)} SELECT count(*) AS rows FROM ${this.id(relation)}`;
  }

  private select(relation: Relation): string {
    return `${this.with(relation)} SELECT ${columns(relation.columns)} FROM ${this.id(relation)}`;
  }

  /** The steps up to a relation as common table expressions; a check stands for all the steps before it. */
  private with(relation: Relation): string {
    const needed: Relation[] = [];
    const visit = (step: Relation): void => {
      if (needed.includes(step)) return;
      const given = step.step === 'score' && this.names.scores !== undefined;
      if (step.step !== 'check' && !given && 'input' in step) {
        visit(step.input);
        if ('other' in step) visit(step.other);
      }
      needed.push(step);
    };
    visit(relation);
    return `WITH ${needed.map((step) => `${this.id(step)} AS (${this.step(step)})`).join(',\n')}\n`;
  }

  private step(step: Relation): string {
    const input = 'input' in step ? this.id(step.input) : '';
    switch (step.step) {
      case 'read':
        return `SELECT ${columns(step.columns)} FROM ${this.names.relation(step.from)}${this.timeRange(step)}`;
      case 'select':
        return `SELECT ${step.picks.map(({ name, from }) => `${identifier(from)} AS ${identifier(name)}`).join(', ')} FROM ${input}`;
      case 'derive': {
        const values = new Map(
          step.values.map(({ name, expression }) => [name, `${this.sql(expression)} AS ${identifier(name)}`]),
        );
        return `SELECT ${step.columns.map(({ name }) => values.get(name) ?? identifier(name)).join(', ')} FROM ${input}`;
      }
      case 'filter':
        return `SELECT * FROM ${input} WHERE ${this.sql(step.condition)}`;
      case 'check':
        return `SELECT ${columns(step.columns.filter(({ name }) => this.needed.get(step)?.has(name)))} FROM ${this.checkTable(step)} WHERE _rule IS NULL`;
      case 'dedupe':
        return this.dedupe(step, input);
      case 'join':
        return this.join(step, input);
      case 'semiJoin':
        return this.semiJoin(step, input);
      case 'window':
        return this.window(step, input);
      case 'assertUnique':
        return `SELECT * FROM ${input}`;
      case 'asOfJoin':
        return this.asOfJoin(step, input);
      case 'aggregate':
        return this.aggregate(step, input);
      case 'union':
        return `SELECT ${columns(step.columns)} FROM ${input} UNION ALL SELECT ${columns(step.columns)} FROM ${this.id(step.other)}`;
      case 'readArray':
        return this.readArray(step, input);
      case 'unnest':
        return this.unnest(step, input);
      case 'sql':
        throw new Error('not validated: SQL inside a flow');
      case 'score':
        return this.score(step, input);
    }
  }

  private timeRange({ timeRange, columns: read }: Read): string {
    const column = read.find(({ name }) => name === timeRange?.timeColumn);
    const { rangeStart } = this.names;
    if (!column || rangeStart === undefined) return '';
    return ` WHERE ${identifier(column.name)} >= CAST('${rangeStart}' AS ${duckDbType(column.type)})`;
  }

  private readArray({ text, name }: ReadArray, input: string): string {
    return `SELECT *, ${duckDbArray(identifier(text))} AS ${identifier(name)} FROM ${input}`;
  }

  private unnest(step: Unnest, input: string): string {
    const kept = step.input.columns.filter(({ name }) => name !== step.array);
    const fields = step.fields.map(
      ({ name, delivered }) => `${jsonText('_element', [delivered])} AS ${identifier(name)}`,
    );
    return `SELECT ${[columns(kept), ...fields].join(', ')} FROM ${input}, unnest(${identifier(step.array)}) AS _elements(_element)`;
  }

  private dedupe(step: Dedupe, input: string): string {
    const newest = step.newest.map((name) => `${identifier(name)} DESC NULLS LAST`);
    const ties = tieBreakers(step).map((name) => `${identifier(name)} ASC NULLS FIRST`);
    if (step.all)
      return `SELECT * FROM ${input} QUALIFY rank() OVER (PARTITION BY ${step.by.map(identifier).join(', ')} ORDER BY ${newest.join(', ')}) = 1`;
    return `SELECT * FROM ${input} QUALIFY row_number() OVER (PARTITION BY ${step.by.map(identifier).join(', ')} ORDER BY ${[...newest, ...ties].join(', ')}) = 1`;
  }

  private join(step: Join, input: string): string {
    const added = step.other.columns
      .filter(({ name }) => !step.on.includes(name))
      .map(({ name }) => `, r.${identifier(name)}`);
    const on = step.on.map((name) => `l.${identifier(name)} = r.${identifier(name)}`).join(' AND ');
    return `SELECT l.*${added.join('')} FROM ${input} l ${step.how.toUpperCase()} JOIN ${this.id(step.other)} r ON ${on}`;
  }

  private semiJoin(step: SemiJoin, input: string): string {
    const on = step.on.map((name) => `l.${identifier(name)} = r.${identifier(name)}`).join(' AND ');
    return `SELECT * FROM ${input} l ${step.keep === 'matched' ? 'SEMI' : 'ANTI'} JOIN ${this.id(step.other)} r ON ${on}`;
  }

  private window(step: WindowRows, input: string): string {
    const order = step.order.map(({ column, descending }) =>
      descending ? `${identifier(column)} DESC NULLS LAST` : `${identifier(column)} ASC NULLS FIRST`,
    );
    const ties = windowTies(step).map((name) => `${identifier(name)} ASC NULLS FIRST`);
    const partition = step.by.length > 0 ? `PARTITION BY ${step.by.map(identifier).join(', ')} ` : '';
    const values = step.values.map(({ name, call }) => {
      const over = `${partition}ORDER BY ${[...order, ...(sharesTies(call) ? [] : ties)].join(', ')}`;
      return `${this.windowCall(call, over)} AS ${identifier(name)}`;
    });
    return `SELECT *, ${values.join(', ')} FROM ${input}`;
  }

  private windowCall({ name, argument, rows = 1, type }: WindowCall, over: string): string {
    const value = argument ? this.sql(argument) : '';
    switch (name) {
      case 'rowNumber':
        return `row_number() OVER (${over})`;
      case 'rank':
        return `rank() OVER (${over})`;
      case 'lag':
      case 'lead':
        return `${name}(${value}, ${rows}) OVER (${over})`;
      case 'runningSum':
        return `CAST(sum(${value}) OVER (${over} ROWS UNBOUNDED PRECEDING) AS ${duckDbType(type)})`;
    }
  }

  private asOfJoin(step: AsOfJoin, input: string): string {
    const added = step.other.columns.filter(({ name }) => !step.on.includes(name) && name !== step.otherDay);
    const inTime = `l.${identifier(step.day)} - r.${identifier(step.otherDay)} <= ${step.maxAgeDays}`;
    const values = added.map(
      ({ name }) => `, CASE WHEN ${inTime} THEN r.${identifier(name)} END AS ${identifier(name)}`,
    );
    const on = [
      ...step.on.map((name) => `l.${identifier(name)} = r.${identifier(name)}`),
      `l.${identifier(step.day)} >= r.${identifier(step.otherDay)}`,
    ];
    return `SELECT l.*${values.join('')} FROM ${input} l ASOF LEFT JOIN ${this.id(step.other)} r ON ${on.join(' AND ')}`;
  }

  /** What a model wrote, or what its fallback yields, as the text that a model would write. */
  private score(step: Score, input: string): string {
    if (this.names.scores) return `SELECT ${columns(step.columns)} FROM ${this.names.scores(step)}`;
    const values = Object.keys(step.contractColumns).map(
      (name) => `CAST(${identifier(name)} AS VARCHAR) AS ${identifier(name)}`,
    );
    const load = METADATA_COLUMNS.map((name) => `'${FALLBACK}' AS ${identifier(name)}`);
    return `SELECT ${[...values, ...load].join(', ')} FROM ${input}`;
  }

  private aggregate(step: AggregateRows, input: string): string {
    const groups = step.groups.map(
      ({ name, expression }) => `${this.sql(expression)} AS ${identifier(name)}`,
    );
    const aggregates = step.aggregates.map(
      ({ name, aggregate }) => `${this.aggregateCall(aggregate)} AS ${identifier(name)}`,
    );
    const by = step.groups.map((_, index) => index + 1).join(', ');
    return `SELECT ${[...groups, ...aggregates].join(', ')} FROM ${input}${by && ` GROUP BY ${by}`}`;
  }

  private aggregateCall({ name, argument, type }: Aggregate): string {
    if (!argument) return 'count(*)';
    const value = this.sql(argument);
    if (name === 'countDistinct') return `count(DISTINCT ${value})`;
    return name === 'sum' ? `CAST(sum(${value}) AS ${duckDbType(type)})` : `${name}(${value})`;
  }

  private sql(expression: Parameters<typeof duckDbExpression>[0]): string {
    return duckDbExpression(expression, this.names);
  }

  private checkTable(step: Check): string {
    return identifier(`${this.names.prefix}__${step.name}`);
  }

  private id(relation: Relation): string {
    return this.ids.get(relation) ?? '';
  }
}

/** The columns of a check that the rest of the flow reads: those that a select right after it picks, otherwise all. */
function columnsNeeded(check: Check, relation: Relation): ReadonlySet<string> {
  const readers = stepsOf(relation).filter((step) => inputsOf(step).includes(check));
  const picked = readers.flatMap((step) =>
    step.step === 'select' ? step.picks.map(({ from }) => from) : [],
  );
  const onlyPicked =
    readers.length > 0 && check !== relation && readers.every(({ step }) => step === 'select');
  return new Set(onlyPicked ? picked : check.columns.map(({ name }) => name));
}

function columns(list: readonly ColumnInfo[]): string {
  return list.map(({ name }) => identifier(name)).join(', ');
}
