import {
  type Aggregate,
  type AggregateRows,
  type AsOfJoin,
  type Check,
  type ColumnInfo,
  type Dedupe,
  type Derive,
  expressionsOf,
  type Join,
  type Readable,
  type Relation,
  stepsOf,
  type Table,
  walk,
} from '../../model';
import { tieBreakers } from '../core/order';
import { PEPPER_PARAMETER, scriptColumn, scriptExpression, scriptText, scriptType } from './expressions';

/** Where the rows of a table lie. */
export interface LakeLocation {
  /** The container. */
  readonly fileSystem: string;
  /** Folder inside it, without a slash at the end. */
  readonly folder: string;
}

/** Where a data flow reads and writes. */
export interface DataFlowLocations {
  readonly read: (readable: Readable) => LakeLocation;
  readonly write: (table: Table) => LakeLocation;
  readonly quarantine: (table: Table, check: string) => LakeLocation;
}

/** A source or sink of a data flow and the department table it stands for. */
export interface DataFlowEnd {
  /** Stream name. */
  readonly name: string;
  readonly location: LakeLocation;
}

/** A mapping data flow: its script and the streams that the script names. */
export interface DataFlow {
  readonly sources: readonly DataFlowEnd[];
  readonly transformations: readonly string[];
  readonly sinks: readonly DataFlowEnd[];
  readonly scriptLines: readonly string[];
  /** Parameters the script declares. */
  readonly parameters: readonly string[];
}

/** Name of the data flow parameter that carries the folder of the window, e.g. `2026/03/01/10`. */
export const WINDOW_PARAMETER = 'window';

/** Compiles the flow of a silver table to mapping data flow script. */
export function compileDataFlow(table: Table, locations: DataFlowLocations): DataFlow {
  return new ScriptCompiler(table, locations).compile();
}

class ScriptCompiler {
  private readonly sources: DataFlowEnd[] = [];
  private readonly transformations: string[] = [];
  private readonly sinks: DataFlowEnd[] = [];
  private readonly lines: string[] = [];
  private readonly streams = new Map<Relation, string>();
  private readonly taken = new Set<string>();
  private readonly parameters = new Set<string>();

  constructor(
    private readonly table: Table,
    private readonly locations: DataFlowLocations,
  ) {}

  compile(): DataFlow {
    const { relation } = this.table;
    for (const step of stepsOf(relation)) {
      if (
        expressionsOf(step).some((expression) =>
          [...walk(expression)].some((node) => node.op === 'call' && node.name === 'pseudonym'),
        )
      ) {
        this.parameters.add(PEPPER_PARAMETER);
      }
      this.streams.set(step, this.step(step));
    }
    this.write(this.stream(relation));
    const parameters = [...this.parameters].sort();
    const declared = parameters
      .map((name) => `     ${name} as string ('')`)
      .join(',\n')
      .split('\n');
    return {
      sources: this.sources,
      transformations: this.transformations,
      sinks: this.sinks,
      scriptLines: [...(parameters.length > 0 ? ['parameters{', ...declared, '}'] : []), ...this.lines],
      parameters,
    };
  }

  private step(step: Relation): string {
    const input = step.step === 'read' ? '' : this.stream(step.input);
    switch (step.step) {
      case 'read':
        return this.source(
          `read ${step.from.name}`,
          this.locations.read(step.from),
          step.columns,
          step.from.zone === 'bronze' ? 'parquet' : 'delta',
        );
      case 'select':
        return this.project('select', input, step.picks);
      case 'derive':
        return this.derive(step, input);
      case 'filter':
        return this.emit('filter', `${input} filter(${scriptExpression(step.condition)})`);
      case 'check':
        return this.check(step, input);
      case 'dedupe':
        return this.dedupe(step, input);
      case 'join':
        return this.join(step, input);
      case 'asOfJoin':
        return this.asOfJoin(step, input);
      case 'aggregate':
        return this.aggregate(step, input);
      case 'union':
        return this.emit('union', `${input}, ${this.stream(step.other)} union(byName: true)`);
    }
  }

  private source(
    label: string,
    location: LakeLocation,
    columns: readonly ColumnInfo[],
    format: 'parquet' | 'delta',
    optional = format === 'parquet',
  ): string {
    const name = this.name(label);
    const output = columns
      .map((column) => `          ${scriptColumn(column.name)} as ${scriptType(column.type)}`)
      .join(',\n');
    const folder =
      format === 'parquet'
        ? `(concat(${scriptText(`${location.folder}/`)}, $${WINDOW_PARAMETER}))`
        : scriptText(location.folder);
    if (format === 'parquet') this.parameters.add(WINDOW_PARAMETER);
    const options = [
      'allowSchemaDrift: false',
      'validateSchema: false',
      `ignoreNoFilesFound: ${optional}`,
      `format: '${format}'`,
      `fileSystem: ${scriptText(location.fileSystem)}`,
      `folderPath: ${folder}`,
    ];
    this.lines.push(
      ...`source(output(\n${output}\n     ),\n     ${options.join(',\n     ')}) ~> ${name}`.split('\n'),
    );
    this.sources.push({ name, location });
    return name;
  }

  private project(
    label: string,
    input: string,
    picks: readonly { readonly name: string; readonly from: string }[],
  ): string {
    const mapped = picks.map(({ name, from }) =>
      name === from ? scriptColumn(name) : `${scriptColumn(name)} = ${qualified(from)}`,
    );
    return this.emit(
      label,
      `${input} select(mapColumn(\n          ${mapped.join(',\n          ')}\n     ),\n     skipDuplicateMapInputs: true,\n     skipDuplicateMapOutputs: true)`,
    );
  }

  private derive(step: Derive, input: string): string {
    const replaced = new Set(
      step.values
        .map(({ name }) => name)
        .filter((name) => step.input.columns.some((column) => column.name === name)),
    );
    // Values see the row as it came in, also those beside a column that is replaced: replace in a second step.
    const clash = step.values.some(({ name, expression }) =>
      [...walk(expression)].some(
        (node) => node.op === 'column' && node.name !== name && replaced.has(node.name),
      ),
    );
    const target = (name: string): string => (clash && replaced.has(name) ? `${name}__new` : name);
    const values = step.values.map(
      ({ name, expression }) => `${scriptColumn(target(name))} = ${scriptExpression(expression)}`,
    );
    const derived = this.emit('derive', `${input} derive(${values.join(',\n          ')})`);
    return clash
      ? this.project(
          'replace',
          derived,
          step.columns.map(({ name }) => ({ name, from: target(name) })),
        )
      : derived;
  }

  private check(step: Check, input: string): string {
    const cases = step.rules.map(
      ({ name, expression }) => `!(${scriptExpression(expression)}), ${scriptText(name)}`,
    );
    const ruled = this.emit(
      'rule',
      `${input} derive({_rule} = case(${[...cases, 'toString(null())'].join(',\n          ')}))`,
    );
    const split = this.name('check');
    this.lines.push(
      ...`${ruled} split(isNull({_rule}),\n     disjoint: false) ~> ${split}@(good, broken)`.split('\n'),
    );
    this.transformations.push(split);
    const rejected = this.project(
      'reject',
      `${split}@broken`,
      [...step.quarantined, '_rule'].map((name) => ({ name, from: name })),
    );
    this.quarantine(step, rejected);
    return this.project(
      'accept',
      `${split}@good`,
      step.columns.map(({ name }) => ({ name, from: name })),
    );
  }

  private quarantine(step: Check, input: string): void {
    const location = this.locations.quarantine(this.table, step.name);
    const name = this.name(`quarantine ${step.name}`);
    this.parameters.add(WINDOW_PARAMETER);
    const options = [
      'allowSchemaDrift: true',
      'validateSchema: false',
      "format: 'parquet'",
      `fileSystem: ${scriptText(location.fileSystem)}`,
      `folderPath: (concat(${scriptText(`${location.folder}/`)}, $${WINDOW_PARAMETER}))`,
      // The window's folder is emptied first, so that a run again leaves the same rows.
      'truncate: true',
      'skipDuplicateMapInputs: true',
      'skipDuplicateMapOutputs: true',
    ];
    this.lines.push(...`${input} sink(${options.join(',\n     ')}) ~> ${name}`.split('\n'));
    this.sinks.push({ name, location });
  }

  private dedupe(step: Dedupe, input: string): string {
    const order = [
      ...step.newest.map((name) => `desc(${scriptColumn(name)}, false)`),
      ...tieBreakers(step).map((name) => `asc(${scriptColumn(name)}, true)`),
    ];
    return this.newest(step.by, order, step.columns, input);
  }

  private newest(
    by: readonly string[],
    order: readonly string[],
    columns: readonly ColumnInfo[],
    input: string,
  ): string {
    const numbered = this.emit(
      'number',
      `${input} window(over(${by.map(scriptColumn).join(', ')}),\n     ${order.join(',\n     ')},\n     {_n} = rowNumber())`,
    );
    const first = this.emit('newest', `${numbered} filter({_n} == 1)`);
    return this.project(
      'dedupe',
      first,
      columns.map(({ name }) => ({ name, from: name })),
    );
  }

  private join(step: Join, input: string): string {
    const other = this.apart(step.other, input);
    const on = step.on
      .map((name) => `${input}@${scriptColumn(name)} == ${other}@${scriptColumn(name)}`)
      .join(' && ');
    const joined = this.emit(
      'join',
      `${input}, ${other} join(${on},\n     joinType:'${step.how}',\n     matchType:'exact',\n     ignoreSpaces: false,\n     broadcast: 'auto')`,
    );
    return this.pick('joined', joined, step.columns, step.input, input, other);
  }

  private asOfJoin(step: AsOfJoin, input: string): string {
    const other = this.apart(step.other, input);
    const [day, otherDay] = [`${input}@${scriptColumn(step.day)}`, `${other}@${scriptColumn(step.otherDay)}`];
    const on = [
      ...step.on.map((name) => `${input}@${scriptColumn(name)} == ${other}@${scriptColumn(name)}`),
      `${otherDay} <= ${day}`,
      `addDays(${otherDay}, ${step.maxAgeDays}) >= ${day}`,
    ];
    const looked = this.emit(
      'asOf',
      `${input}, ${other} lookup(${on.join(' && ')},\n     multiple: false,\n     pickup: 'last',\n     asc(${otherDay}, true),\n     broadcast: 'auto')`,
    );
    return this.pick('dated', looked, step.columns, step.input, input, other);
  }

  /** After a join every column is picked from its side by name. */
  private pick(
    label: string,
    joined: string,
    columns: readonly ColumnInfo[],
    left: Relation,
    leftStream: string,
    rightStream: string,
  ): string {
    const side = (name: string): string =>
      left.columns.some((column) => column.name === name) ? leftStream : rightStream;
    return this.project(
      label,
      joined,
      columns.map(({ name }) => ({ name, from: `${side(name)}@${scriptColumn(name)}` })),
    );
  }

  /** A stream cannot be joined with itself: the second use goes through a step of its own. */
  private apart(other: Relation, input: string): string {
    const stream = this.stream(other);
    return stream === input
      ? this.project(
          'again',
          stream,
          other.columns.map(({ name }) => ({ name, from: name })),
        )
      : stream;
  }

  private aggregate(step: AggregateRows, input: string): string {
    const groups = step.groups.map(({ name, expression }) =>
      expression.op === 'column' && expression.name === name
        ? scriptColumn(name)
        : `${scriptColumn(name)} = ${scriptExpression(expression)}`,
    );
    const summaries = step.summaries.map(
      ({ name, aggregate }) => `${scriptColumn(name)} = ${summary(aggregate)}`,
    );
    const grouped = groups.length > 0 ? `groupBy(${groups.join(', ')}),\n     ` : '';
    return this.emit('aggregate', `${input} aggregate(${grouped}${summaries.join(',\n     ')})`);
  }

  private write(result: string): void {
    const { table } = this;
    const location = this.locations.write(table);
    const upsert = table.write === 'upsert';
    const rows = upsert
      ? this.emit('upsert', `${this.mergedWithExisting(result, location)} alterRow(upsertIf(true()))`)
      : result;
    const name = this.name(`write ${table.name}`);
    const options = [
      'allowSchemaDrift: true',
      'validateSchema: false',
      "format: 'delta'",
      `fileSystem: ${scriptText(location.fileSystem)}`,
      `folderPath: ${scriptText(location.folder)}`,
      'mergeSchema: false',
      'autoCompact: false',
      'optimizedWrite: false',
      'vacuum: 0',
      ...(table.write === 'overwrite' ? ['overwrite: true'] : []),
      'deletable: false',
      `insertable: ${!upsert}`,
      'updateable: false',
      `upsertable: ${upsert}`,
      ...(upsert ? [`keys:[${table.key.map(scriptText).join(',')}]`] : []),
      'umask: 0022',
      'preCommands: []',
      'postCommands: []',
      'skipDuplicateMapInputs: true',
      'skipDuplicateMapOutputs: true',
    ];
    this.lines.push(...`${rows} sink(${options.join(',\n     ')}) ~> ${name}`.split('\n'));
    this.sinks.push({ name, location });
  }

  /**
   * Of the rows that arrive and those already in the table, the newest of each key: so that a batch that comes late,
   * twice or out of order leaves what one clean delivery would.
   */
  private mergedWithExisting(result: string, location: LakeLocation): string {
    const { relation, key, newestBy, columns } = this.table;
    if (newestBy === undefined) return result;
    const existing = this.source(`existing ${this.table.name}`, location, columns, 'delta', true);
    const on = key
      .map((name) => `${existing}@${scriptColumn(name)} == ${result}@${scriptColumn(name)}`)
      .join(' && ');
    const touched = this.emit(
      'touched',
      `${existing}, ${result} exists(${on},\n     negate:false,\n     broadcast: 'auto')`,
    );
    const both = this.emit('versions', `${result}, ${touched} union(byName: true)`);
    const newest = relation.step === 'dedupe' ? relation.newest : [newestBy];
    const ties = columns
      .map(({ name }) => name)
      .filter((name) => !key.includes(name) && !newest.includes(name));
    const order = [
      ...newest.map((name) => `desc(${scriptColumn(name)}, false)`),
      ...ties.map((name) => `asc(${scriptColumn(name)}, true)`),
    ];
    return this.newest(key, order, columns, both);
  }

  private emit(label: string, statement: string): string {
    const name = this.name(label);
    this.lines.push(...`${statement} ~> ${name}`.split('\n'));
    this.transformations.push(name);
    return name;
  }

  private stream(relation: Relation): string {
    return this.streams.get(relation) ?? '';
  }

  /** Stream names are letters and digits only; a number keeps them apart from each other and from the words of the script. */
  private name(label: string): string {
    const words = label.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
    const camel = words
      .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
      .join('');
    let name = `${camel}1`;
    for (let number = 2; this.taken.has(name.toLowerCase()); number++) name = `${camel}${number}`;
    this.taken.add(name.toLowerCase());
    return name;
  }
}

function qualified(from: string): string {
  return from.includes('@') ? from : scriptColumn(from);
}

function summary({ name, argument, type }: Aggregate): string {
  if (!argument) return 'count()';
  const value = scriptExpression(argument);
  return name === 'sum' && type.kind === 'decimal'
    ? `toDecimal(sum(${value}), ${type.precision}, ${type.scale})`
    : `${name}(${value})`;
}
