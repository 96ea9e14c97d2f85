// Loaded by its first use: flows are computed by a preview alone.
import {
  businessColumns,
  type Check,
  type Dedupe,
  type AssertUnique,
  inputsOf,
  drivingInput,
  type Relation,
  stepsOf,
  type Table,
} from '../../model';
import { writeStep } from '../core/write';
import { stepNames, withSteps } from '../sql/steps';
import { duckDbWriter } from './expressions';
import { identifier } from './literals';
import type { DuckDbNames } from './names';
import { refusedSnapshots } from './snapshots';
import { columns, DUCKDB_STEPS, type DuckDbContext } from './target';

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
  readonly step:
    | 'filter'
    | 'semiJoin'
    | 'check'
    | 'dedupe'
    | 'join'
    | 'aggregate'
    | 'union'
    | 'unnest'
    | 'acceptSnapshots';
  /** Counts the rows that leave the step. */
  readonly rows: string;
  /** Counts the rows that a union adds. */
  readonly adds?: string;
  /** Counts the rows that reach a dedupe, those alike in all that readers see once. */
  readonly distinct?: string;
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
  /** Snapshots that are not used, where it is filled from such: their window, rows and rule; ask after the checks' setups. */
  readonly refused?: string;
  /** Steps of the driving input that change the number of rows, first to last. */
  readonly counts: readonly DuckDbCount[];
}

/** Compiles the flow of a table to DuckDB SQL. */
export function compileDuckDb(table: Table, names: DuckDbNames): DuckDbTable {
  return new FlowCompiler(table.relation, names).compile();
}

class FlowCompiler {
  private readonly context: DuckDbContext;

  constructor(
    private readonly relation: Relation,
    names: DuckDbNames,
  ) {
    const steps = stepsOf(relation);
    this.context = {
      names,
      id: stepNames(steps, identifier),
      write: duckDbWriter(names),
      checkTable: (step) => identifier(`${names.prefix}__${step.name}`),
      needed: new Map(
        steps.flatMap((step) => (step.step === 'check' ? [[step, columnsNeeded(step, relation)]] : [])),
      ),
    };
  }

  compile(): DuckDbTable {
    const steps = stepsOf(this.relation);
    const line = drivingInput(this.relation);
    const accept = steps.find((step) => step.step === 'acceptSnapshots');
    return {
      ...(accept && {
        refused: `${this.with(accept.input)}${refusedSnapshots(accept, this.id(accept.input), this.context.names)}`,
      }),
      checks: steps.flatMap((step) => (step.step === 'check' ? [this.check(step, line.includes(step))] : [])),
      assertions: steps.flatMap((step) => (step.step === 'assertUnique' ? [this.assertion(step)] : [])),
      query: `${this.with(this.relation)}SELECT ${columns(this.relation.columns)} FROM ${this.id(this.relation)}`,
      counts: line.flatMap((step) => this.count(step)),
    };
  }

  private check(step: Check, onDrivingInput: boolean): DuckDbCheck {
    const table = this.context.checkTable(step);
    const broken = step.rules.map(
      ({ name, expression }) =>
        `WHEN NOT (${this.context.write.condition(expression)}) THEN '${name.replaceAll("'", "''")}'`,
    );
    const rule = broken.length > 0 ? `CASE ${broken.join(' ')} END` : 'NULL';
    const kept = step.quarantined.map(identifier).join(', ');
    // What only quarantine reads is kept of broken rows only: most rows of a mapping then lose their raw text here.
    const stored = step.columns.flatMap(({ name }) => {
      const column = identifier(name);
      if (this.context.needed.get(step)?.has(name)) return [column];
      return step.quarantined.includes(name)
        ? [`CASE WHEN _rule IS NOT NULL THEN ${column} END AS ${column}`]
        : [];
    });
    return {
      name: step.name,
      table,
      onDrivingInput,
      setup: `CREATE TEMP TABLE ${table} AS ${this.with(step.input)}SELECT ${[...stored, '_rule'].join(', ')} FROM (SELECT *, CAST(${rule} AS VARCHAR) AS _rule FROM ${this.id(step.input)})`,
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
      repeated: `${this.with(input)}SELECT concat(${values}) AS key, count(*) AS rows FROM ${this.id(input)} WHERE ${present} GROUP BY ${keys.join(', ')} HAVING count(*) > 1 ORDER BY rows DESC, key LIMIT 10`,
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
      case 'windowStart':
      case 'validity':
        return [];
      case 'join':
        return step.how === 'left' ? [] : [{ step: step.step, rows: this.countRows(step) }];
      case 'union':
        return [{ step: step.step, rows: this.countRows(step), adds: this.countRows(step.other) }];
      case 'dedupe':
        return [
          {
            step: step.step,
            rows: this.countRows(step),
            ...(step.all !== true && { distinct: this.countDistinct(step) }),
          },
        ];
      case 'filter':
      case 'semiJoin':
      case 'check':
      case 'aggregate':
      case 'unnest':
      case 'acceptSnapshots':
        return [{ step: step.step, rows: this.countRows(step) }];
    }
  }

  private countRows(relation: Relation): string {
    return `${this.with(relation)}SELECT count(*) AS rows FROM ${this.id(relation)}`;
  }

  private countDistinct({ input, by }: Dedupe): string {
    const seen = businessColumns(input.columns).map(({ name }) => name);
    const told = [...new Set([...seen, ...by])].map(identifier);
    return `${this.with(input)}SELECT count(DISTINCT hash(${told.join(', ')})) AS rows FROM ${this.id(input)}`;
  }

  /** The steps up to a relation as common table expressions; a check stands for all the steps before it. */
  private with(relation: Relation): string {
    const given = (step: Relation): boolean =>
      step.step === 'check' || (step.step === 'score' && this.context.names.scores !== undefined);
    const needed = stepsOf(relation, (step) => (given(step) ? [] : inputsOf(step)));
    return withSteps(needed, this.context.id, (step) => writeStep(DUCKDB_STEPS, step, this.context));
  }

  private id(relation: Relation): string {
    return this.context.id(relation);
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
