import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Column, type DataContract, keyOf } from '../../model';
import { writeDelivery } from './delivery';
import { type Cells, type Elements } from './files';
import { Random } from './random';
import { inReferenceOrder, References } from './references';
import { badValue, sampleValue } from './values';

/** What decides the generated rows. */
export interface SampleSettings {
  /** Same seed, same bytes. */
  readonly seed: number;
}

/** First generated day: fixed, so that the clock has no say. */
const FIRST_DAY = Date.UTC(2026, 0, 5);
const DAYS = 14;
/** Most rows of a source in a day: enough to see every case, quick to run. */
const MOST_ROWS_A_DAY = 400;

/** Most elements of an array. */
const MOST_ELEMENTS = 4;

/** Shares of things that change from one snapshot to the next. */
const CHANGES = { gone: 0.005, changed: 0.02, added: 0.005 } as const;

/** Shares of rows with something wrong, as real deliveries have them. */
const DEFECTS = { repeated: 0.02, corrected: 0.01, late: 0.03, missing: 0.005, bad: 0.005 } as const;

/**
 * Writes made-up deliveries of sources, a file a day: CSV or JSON Lines as the source delivers, and JSON Lines for all others, Parquet and Avro among them.
 *
 * What is wrong with some rows, no typed value can hold.
 *
 * Among the rows are repetitions, later versions, late rows, missing and unreadable values, and whatever the contracts'
 * samples bring, such as a currency without rates. A value that refers to another source is one of a row there that nothing
 * is wrong with.
 *
 * @returns the folder.
 */
export function writeSampleData(
  contracts: readonly DataContract[],
  folder: string,
  settings: SampleSettings,
): string {
  const references = new References(contracts);
  for (const contract of inReferenceOrder(contracts)) {
    const random = new Random(`${settings.seed}/${contract.name}`);
    const context: Context = { contract, random, references };
    const days = Array.from({ length: DAYS }, (_, index) =>
      new Date(FIRST_DAY + index * 86_400_000).toISOString().slice(0, 10),
    );
    const files = new Map<string, Cells[]>(days.map((day) => [day, []]));
    if (contract.snapshot !== undefined) addSnapshots(context, files);
    let row = 0;
    for (const [index, day] of contract.snapshot === undefined ? days.entries() : []) {
      for (const cells of isCalendar(contract) ? calendarRows(context, day) : eventRows(context, day, row)) {
        row += 1;
        const arrives = random.chance(DEFECTS.late)
          ? (days[Math.min(index + random.whole(1, 3), days.length - 1)] ?? day)
          : day;
        const delivered = withDefects(contract.columns, cells, random);
        if (Object.keys(cells).every((name) => delivered[name] === cells[name]))
          references.add(contract, cells);
        files.get(arrives)?.push(delivered);
        if (random.chance(DEFECTS.repeated)) files.get(arrives)?.push(delivered);
        if (random.chance(DEFECTS.corrected)) files.get(arrives)?.push(corrected(context, cells));
      }
    }
    mkdirSync(join(folder, contract.name), { recursive: true });
    for (const [day, rows] of files) writeDelivery(contract, rows, join(folder, contract.name), day);
  }
  return folder;
}

/** What the values of a row are made from. */
interface Context {
  readonly contract: DataContract;
  readonly random: Random;
  readonly references: References;
}

/** Sources with a day in their key (rates, stock levels) bring one row a working day for each of their things. */
function isCalendar(contract: DataContract): boolean {
  return keyOf(contract).some((name) => contract.columns[name]?.type.kind === 'date');
}

function calendarRows(context: Context, day: string): Cells[] {
  const { contract, references } = context;
  const isWeekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  if (isWeekend) return [];
  const things = keyOf(contract).flatMap((name) => {
    const { sample, allowed } = contract.columns[name] as Column;
    if (sample?.from === 'reference') return [{ name, values: references.values(sample) }];
    return sample?.from === 'values'
      ? [{ name, values: sample.values }]
      : allowed
        ? [{ name, values: allowed }]
        : [];
  });
  const combinations = things.reduce<readonly Cells[]>(
    (rows, { name, values }) =>
      rows.flatMap((row) => values.map((value) => Object.assign({}, row, { [name]: value }))),
    [{}],
  );
  return combinations
    .slice(0, contract.sampleRowsPerDay ?? MOST_ROWS_A_DAY)
    .map((cells, index) => Object.assign(rowOf(context, index, day), cells));
}

function eventRows(context: Context, day: string, first: number): Cells[] {
  const { expectedRowsPerDay, sampleRowsPerDay } = context.contract;
  const count = sampleRowsPerDay ?? Math.min(expectedRowsPerDay, MOST_ROWS_A_DAY);
  return Array.from({ length: count }, (_, index) => rowOf(context, first + index, day));
}

function rowOf(context: Context, row: number, day: string): Cells {
  const entries = Object.entries<Column>(context.contract.columns).map(
    ([name, column]): [string, Cells[string]] => {
      if (canLack(column) && context.random.chance(0.1)) return [name, null];
      return [name, cellOf(context, name, column, row, day)];
    },
  );
  return Object.fromEntries(entries);
}

/** Whether nothing is wrong with a row without the value. */
function canLack(column: Column): boolean {
  return column.nullable || column.default !== undefined;
}

function cellOf(context: Context, name: string, column: Column, row: number, day: string): string | Elements {
  return column.elements
    ? elementsOf(context, column.elements, row, day)
    : valueOf(context, name, column, row, day);
}

function valueOf(
  { random, references }: Context,
  name: string,
  column: Column,
  row: number,
  day: string,
): string {
  const referred = column.sample?.from === 'reference' ? references.pick(column.sample, random) : undefined;
  return referred ?? sampleValue(name, column, row, day, random);
}

/** One to four elements; what identifies them is counted from 1, and those that come twice are left out. */
function elementsOf(
  context: Context,
  columns: Readonly<Record<string, Column>>,
  row: number,
  day: string,
): Elements {
  const entries = Object.entries(columns);
  const seen = new Set<string>();
  return Array.from({ length: context.random.whole(1, MOST_ELEMENTS) }, (_, index) =>
    Object.fromEntries(
      entries.map(([name, column]): [string, Cells[string]] => {
        if (column.position === true) return [name, String(index + 1)];
        if (canLack(column) && context.random.chance(0.1)) return [name, null];
        return [name, cellOf(context, name, column, column.key ? index : row, day)];
      }),
    ),
  ).filter((cells) => {
    const key = JSON.stringify(entries.flatMap(([name, column]) => (column.key ? [cells[name]] : [])));
    return !seen.has(key) && seen.add(key);
  });
}

function withDefects(columns: Readonly<Record<string, Column>>, cells: Cells, random: Random): Cells {
  const changed = { ...cells };
  for (const [name, column] of Object.entries(columns)) {
    // It is counted, and not delivered.
    if (column.position === true) continue;
    if (!column.nullable && random.chance(DEFECTS.missing / 2)) changed[name] = null;
    else if (random.chance(DEFECTS.bad / 2)) changed[name] = badValue(column, random);
    else if (column.elements) {
      const { elements } = column;
      const held = changed[name] as Elements | null;
      const delivered = held?.map((element) => withDefects(elements, element, random));
      const same = (element: Cells, index: number): boolean =>
        Object.keys(element).every((field) => element[field] === held?.[index]?.[field]);
      // What nothing was done to stays the same thing, so that the row still counts as sound.
      if (delivered && !delivered.every(same)) changed[name] = delivered;
    }
  }
  return changed;
}

/** Whole snapshots, one a day: a few things change from one to the next, some go, and some come. */
function addSnapshots(context: Context, files: ReadonlyMap<string, Cells[]>): void {
  const { contract, random, references } = context;
  const count = contract.sampleRowsPerDay ?? Math.min(contract.expectedRowsPerDay, MOST_ROWS_A_DAY);
  const things = new Map<string, Cells>();
  const keys = keyOf(contract);
  let row = 0;
  const add = (day: string): void => {
    const cells = rowOf(context, row, day);
    row += 1;
    things.set(JSON.stringify(keys.map((name) => cells[name])), cells);
  };
  for (const [day, rows] of files) {
    const isFirst = row === 0;
    for (const [key, cells] of things) {
      if (random.chance(CHANGES.gone)) things.delete(key);
      else if (random.chance(CHANGES.changed)) things.set(key, corrected(context, cells));
    }
    for (let index = 0; index < count; index++) if (isFirst || random.chance(CHANGES.added)) add(day);
    for (const cells of things.values()) {
      rows.push(withDefects(contract.columns, cells, random));
      if (random.chance(DEFECTS.repeated)) rows.push(cells);
    }
  }
  for (const cells of things.values()) references.add(contract, cells);
}

/** The same thing sent again with another value, a moment later. */
function corrected(context: Context, cells: Cells): Cells {
  const { contract, random } = context;
  const changed = { ...cells };
  const time = contract.eventTime;
  const eventTime = time === undefined ? undefined : cells[time];
  const timestamp = typeof eventTime === 'string' ? eventTime : undefined;
  if (time !== undefined && timestamp?.includes('T')) changed[time] = `${timestamp.slice(0, 17)}59.999Z`;
  const free = Object.entries<Column>(contract.columns).filter(
    ([name, column]) => !column.key && name !== contract.eventTime && column.sample?.from !== 'sequence',
  );
  const [name, column] = random.pick(free) ?? [];
  if (name !== undefined && column)
    changed[name] = cellOf(context, name, column, 0, (timestamp ?? '2026-01-05').slice(0, 10));
  return changed;
}
