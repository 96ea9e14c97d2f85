import type { ColumnInfo } from '../../model';
import { type DeltaUpkeep, upkeepOptions } from './delta-upkeep';
import { scriptColumn, scriptText, scriptType } from './literals';

/** Where rows lie in the lake. */
export interface LakeLocation {
  /** The container. */
  readonly fileSystem: string;
  /** Folder inside it, without a slash at the end. */
  readonly folder: string;
  /** Name of the connection to the account that holds the container. @default the department's own lake */
  readonly connection?: string;
}

/** A source or sink of a data flow. */
export interface DataFlowEnd {
  /** Stream name. */
  readonly name: string;
  /** Where its rows lie. */
  readonly location: LakeLocation;
}

/** A column that is kept: its name from here on, and the column it is. */
export interface Pick {
  /** The name from here on. */
  readonly name: string;
  /** The column; `stream@column` after a join. */
  readonly from: string;
}

/** Name of the data flow parameter that carries the folder of the window, e.g. `2026/03/01/10`. */
export const WINDOW_PARAMETER = 'window';

/** First words of the labels of sinks, by which metrics of a run are told apart. */
export const SINKS = { quarantine: 'quarantine', write: 'write' } as const;

/** Stands between a table and the rest of a stream's name, where a script fills several tables. */
export const AFTER_TABLE = '0';

/** Options of every sink and select: a column that comes twice is an error of ours, not something to pass on. */
const NO_DUPLICATES = ['skipDuplicateMapInputs: true', 'skipDuplicateMapOutputs: true'];

/** Writes the statements of a script and remembers which streams they name. */
export class ScriptWriter {
  /** Sources, in script order. */
  readonly sources: DataFlowEnd[] = [];
  /** Transformations, in script order. */
  readonly transformations: string[] = [];
  /** Sinks, in script order. */
  readonly sinks: DataFlowEnd[] = [];
  /** The script, line by line. */
  readonly lines: string[] = [];
  /** Parameters that the statements use. */
  readonly parameters = new Set<string>();
  private readonly taken = new Set<string>();
  private prefix = '';

  /** @param upkeep how the files of Delta tables are kept. */
  constructor(private upkeep: DeltaUpkeep) {}

  /** Begins the flow of another table: its streams have its name, and its files are kept as it says. */
  beginTable(table: string, upkeep: DeltaUpkeep): void {
    this.prefix = `${camelCase(table)}${AFTER_TABLE}`;
    this.upkeep = upkeep;
  }

  /** Writes a transformation. Returns the name of its stream. */
  emit(label: string, statement: string): string {
    const name = this.name(label);
    this.write(`${statement} ~> ${name}`);
    this.transformations.push(name);
    return name;
  }

  /** Writes a split in two. Returns the names of the streams where the condition is true, and where it is not. */
  split(label: string, input: string, condition: string): [holds: string, rest: string] {
    const name = this.name(label);
    this.write(`${input} split(${condition},\n     disjoint: false) ~> ${name}@(good, broken)`);
    this.transformations.push(name);
    return [`${name}@good`, `${name}@broken`];
  }

  /** Keeps and renames columns. */
  project(label: string, input: string, picks: readonly Pick[]): string {
    const mapped = picks.map(({ name, from }) =>
      name === from
        ? scriptColumn(name)
        : `${scriptColumn(name)} = ${from.includes('@') ? from : scriptColumn(from)}`,
    );
    return this.emit(
      label,
      `${input} select(mapColumn(\n          ${mapped.join(',\n          ')}\n     ),\n     ${NO_DUPLICATES.join(',\n     ')})`,
    );
  }

  /** Keeps columns under their names. */
  keep(label: string, input: string, names: readonly string[]): string {
    return this.project(
      label,
      input,
      names.map((name) => ({ name, from: name })),
    );
  }

  /** Reads the Parquet files of the window; no files are no rows. */
  readWindow(label: string, location: LakeLocation, columns: readonly ColumnInfo[]): string {
    return this.source(
      label,
      location,
      columns,
      ['ignoreNoFilesFound: true', "format: 'parquet'"],
      this.windowFolder(location),
    );
  }

  /** Reads a whole Delta table; one that is not there yet has no rows: nothing has come for it so far. */
  readTable(label: string, location: LakeLocation, columns: readonly ColumnInfo[]): string {
    return this.source(
      label,
      location,
      columns,
      ['ignoreNoFilesFound: true', "format: 'delta'"],
      scriptText(location.folder),
    );
  }

  /** Writes Parquet files of the window; its folder is emptied first, so that a run again leaves the same rows. */
  writeWindow(label: string, input: string, location: LakeLocation): void {
    this.sink(label, input, location, this.windowFolder(location), ["format: 'parquet'"], ['truncate: true']);
  }

  /** Writes a Delta table; `options` say how. */
  writeTable(label: string, input: string, location: LakeLocation, options: readonly string[]): void {
    // A new column joins those that are there; what replaces the whole table replaces its columns as well.
    const evolves = !options.includes('overwrite: true');
    const all = [`mergeSchema: ${evolves}`, ...upkeepOptions(this.upkeep), ...options];
    this.sink(label, input, location, scriptText(location.folder), ["format: 'delta'"], all);
  }

  private source(
    label: string,
    location: LakeLocation,
    columns: readonly ColumnInfo[],
    format: readonly string[],
    folder: string,
  ): string {
    const name = this.name(label);
    const output = columns
      .map((column) => `          ${scriptColumn(column.name)} as ${scriptType(column.type)}`)
      .join(',\n');
    const options = [
      'allowSchemaDrift: false',
      'validateSchema: false',
      ...format,
      `fileSystem: ${scriptText(location.fileSystem)}`,
      `folderPath: ${folder}`,
    ];
    this.write(`source(output(\n${output}\n     ),\n     ${options.join(',\n     ')}) ~> ${name}`);
    this.sources.push({ name, location });
    return name;
  }

  private sink(
    label: string,
    input: string,
    location: LakeLocation,
    folder: string,
    format: readonly string[],
    options: readonly string[],
  ): void {
    const name = this.name(label);
    const all = [
      'allowSchemaDrift: true',
      'validateSchema: false',
      ...format,
      `fileSystem: ${scriptText(location.fileSystem)}`,
      `folderPath: ${folder}`,
      ...options,
      ...NO_DUPLICATES,
    ];
    this.write(`${input} sink(${all.join(',\n     ')}) ~> ${name}`);
    this.sinks.push({ name, location });
  }

  private windowFolder({ folder }: LakeLocation): string {
    this.parameters.add(WINDOW_PARAMETER);
    return `(concat(${scriptText(`${folder}/`)}, $${WINDOW_PARAMETER}))`;
  }

  private write(statement: string): void {
    this.lines.push(...statement.split('\n'));
  }

  /** Stream names are letters and digits; a number keeps them apart from each other and from the script's own words. */
  private name(label: string): string {
    const camel = `${this.prefix}${camelCase(label)}`;
    let name = `${camel}1`;
    for (let number = 2; this.taken.has(name.toLowerCase()); number++) name = `${camel}${number}`;
    this.taken.add(name.toLowerCase());
    return name;
  }
}

function camelCase(label: string): string {
  // As most are: a script names hundreds of streams.
  if (/^[A-Za-z0-9]*$/.test(label)) return label;
  const words = label.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}
