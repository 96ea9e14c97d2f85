import {
  type ColumnInfo,
  ERASURE_LIST,
  type ErasurePlan,
  type KeyedErasure,
  MAX_STRING_LENGTH,
  PERSON_COLUMN,
  stringType,
  SUBJECT_COLUMN,
  type Table,
  validityOf,
} from '../../model';
import { type DeltaUpkeep } from './delta-upkeep';
import { type DataFlow, writtenFlow } from './flow';
import { PEPPER_PARAMETER } from './functions';
import { observationsLocation } from './history';
import { equalities } from './joins';
import { scriptColumn, scriptText, scriptTrim, typedNull } from './literals';
import { mergeOptions, parentVersionsColumns, parentVersionsLocation } from './parent-versions';
import { type LakeLocation, ScriptWriter } from './script-writer';
import { writeNewest } from './steps';

/** Name of the data flow parameter with the kind of the persons who are erased. */
export const SUBJECT_PARAMETER = 'subject';
/** The column of the file with what identifies the persons, one or more a row. */
export const KEYS_COLUMN = 'key';
/** What stands between two keys in a row of the file. */
export const KEYS_SEPARATOR = '\n';

/** Where an erasure reads and writes. */
export interface ErasureLocations {
  /** The folder of the keys, in which each run has a folder. */
  readonly keys: LakeLocation;
  /** The list of erased persons. */
  readonly list: LakeLocation;
  /** A table. */
  readonly table: (table: Table) => LakeLocation;
}

/**
 * Compiles the erasure of a department: persons who arrive as keys join its list of erased persons, and everybody on the list,
 * of whichever kind, goes from the tables of which rows are found by key. A second run does no more than the first.
 */
export function compileErasure(
  plan: Pick<ErasurePlan, 'keyed'>,
  locations: ErasureLocations,
  upkeep: DeltaUpkeep,
): DataFlow {
  const writer = new ScriptWriter(upkeep);
  const persons = writeList(writer, locations);
  const subjects = new Set(plan.keyed.flatMap((erasure) => erasure.persons.map(({ subject }) => subject)));
  const ofSubject = new Map(
    [...subjects].sort().map((subject) => [subject, writePersons(writer, persons, subject)]),
  );
  for (const erasure of plan.keyed) {
    const { table, emptied } = erasure;
    const rows = {
      name: table.name,
      key: table.key,
      columns: table.relation.columns,
      location: locations.table(table),
      persons: erasure.persons,
      emptied,
    };
    writeErasure(writer, rows, ofSubject);
    for (const beside of [parentVersions(erasure, rows.location), observations(erasure, rows.location)])
      if (beside) writeErasure(writer, beside, ofSubject);
  }
  return writtenFlow(writer);
}

/** Adds those who arrive to the list. Returns the stream of everybody on it. */
function writeList(writer: ScriptWriter, { keys, list }: ErasureLocations): string {
  const [subject, person] = [scriptColumn(SUBJECT_COLUMN), scriptColumn(PERSON_COLUMN)];
  writer.parameters.add(SUBJECT_PARAMETER).add(PEPPER_PARAMETER);
  const key = scriptColumn(KEYS_COLUMN);
  const given = writer.readWindow('keys', keys, [textColumn(KEYS_COLUMN)]);
  const split = writer.emit(
    'split',
    `${given} derive(each = split(coalesce(${key}, ''), ${scriptText(KEYS_SEPARATOR)}))`,
  );
  const single = writer.emit(
    'single',
    `${split} foldDown(unroll(each),\n     mapColumn(\n          ${key} = each\n     ),\n     skipDuplicateMapInputs: false,\n     skipDuplicateMapOutputs: false)`,
  );
  const present = writer.emit('present', `${single} filter(length(${scriptTrim(key)}) > 0)`);
  const named = writer.emit(
    'named',
    `${present} derive(${subject} = $${SUBJECT_PARAMETER},\n          ${person} = ${pseudonym(scriptTrim(key))})`,
  );
  const grouped = `groupBy(${subject}, ${person}),\n     {_n} = count()`;
  const arrived = writer.emit('arrived', `${named} aggregate(${grouped})`);
  const names = ERASURE_LIST.columns.map(({ name }) => name);
  const added = writer.keep('added', arrived, names);
  const recorded = writer.emit('record', `${added} alterRow(upsertIf(true()))`);
  writer.writeTable('write list', recorded, list, mergeOptions(ERASURE_LIST.key));
  const known = writer.readTable('known', list, ERASURE_LIST.columns);
  const all = writer.emit('all', `${added}, ${known} union(byName: true)`);
  return writer.emit('persons', `${all} aggregate(${grouped})`);
}

function writePersons(writer: ScriptWriter, persons: string, subject: string): string {
  const column = scriptColumn(SUBJECT_COLUMN);
  const wanted = writer.emit('kind', `${persons} filter(${column} == ${scriptText(subject)})`);
  return writer.keep('wanted', wanted, [PERSON_COLUMN]);
}

/** The rows of a Delta table among which persons are looked for. */
interface Rows extends Pick<KeyedErasure, 'persons' | 'emptied'> {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly ColumnInfo[];
  readonly location: LakeLocation;
}

function writeErasure(
  writer: ScriptWriter,
  { name, key, columns, location, persons, emptied }: Rows,
  ofSubject: ReadonlyMap<string, string>,
): void {
  const physical = columns.map((column) => column.name);
  const rows = writer.readTable(`rows ${name}`, location, columns);
  const found = persons.map(({ column, subject, isPseudonym }) => {
    const value = scriptColumn(column);
    const identifier = isPseudonym
      ? value
      : `iif(isNull(${value}), ${typedNull(stringType(1))}, ${pseudonym(value)})`;
    const identified = writer.emit(
      'identified',
      `${rows} derive(${scriptColumn(PERSON_COLUMN)} = ${identifier})`,
    );
    const wanted = ofSubject.get(subject);
    if (wanted === undefined) throw new Error(`not planned: persons of the kind "${subject}"`);
    const on = equalities([PERSON_COLUMN], identified, wanted).join(' && ');
    const erased = writer.emit(
      'found',
      `${identified}, ${wanted} exists(${on},\n     negate:false,\n     broadcast: 'auto')`,
    );
    return writer.keep('erased', erased, physical);
  });
  const once = found.length === 1 ? found[0] : foundOnce(writer, found, key, columns);
  const deletes = emptied.length === 0;
  const changed = deletes
    ? once
    : writer.emit(
        'emptied',
        `${once} derive(${columns
          .filter((column) => emptied.includes(column.name))
          .map((column) => `${scriptColumn(column.name)} = ${typedNull(column.type)}`)
          .join(',\n          ')})`,
      );
  const altered = writer.emit('erase', `${changed} alterRow(${deletes ? 'deleteIf' : 'upsertIf'}(true()))`);
  writer.writeTable(`erase ${name}`, altered, location, mergeOptions(key, { deletes, mapped: physical }));
}

/** A row that several columns find, once: a merge refuses the same key twice. */
function foundOnce(
  writer: ScriptWriter,
  found: readonly string[],
  by: readonly string[],
  columns: readonly ColumnInfo[],
): string {
  const both = writer.emit('foundAny', `${found.join(', ')} union(byName: true)`);
  return writeNewest(writer, { by, newest: [], ties: by, columns }, both);
}

/** Where parents are identified by persons, their versions are about persons too. */
function parentVersions({ table, persons }: KeyedErasure, location: LakeLocation): Rows | undefined {
  const { parentVersions: versions, newestBy = '' } = table;
  const own = persons.filter(({ column }) => versions?.key.includes(column));
  if (!versions || own.length === 0) return undefined;
  return {
    name: `${table.name} versions`,
    key: versions.key,
    columns: parentVersionsColumns(versions, newestBy),
    location: parentVersionsLocation(location),
    persons: own,
    emptied: [],
  };
}

/** What a history of events is made of holds the columns of the table that it tracks. */
function observations({ table, persons, emptied }: KeyedErasure, location: LakeLocation): Rows | undefined {
  const history = validityOf(table);
  if (!history || history.snapshots) return undefined;
  const { columns } = history.input;
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  return {
    name: `${table.name} observations`,
    key: [...history.by, history.from],
    columns,
    location: observationsLocation(location),
    persons,
    emptied: emptied.filter(has),
  };
}

function pseudonym(value: string): string {
  return `sha2(256, concat($${PEPPER_PARAMETER}, ${value}))`;
}

function textColumn(name: string): ColumnInfo {
  const type = stringType(MAX_STRING_LENGTH);
  return { name, type, nullable: true, classification: 'personal', lineage: [] };
}
