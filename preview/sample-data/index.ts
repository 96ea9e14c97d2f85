import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Column, type DataContract, deliveredName, type FileFormat, keyOf } from '../../model';
import { Random } from './random';
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

/** Shares of rows with something wrong, as real deliveries have them. */
const DEFECTS = { repeated: 0.02, corrected: 0.01, late: 0.03, missing: 0.005, bad: 0.005 } as const;

type Cells = Record<string, string | null>;

/**
 * Writes made-up deliveries of sources, a file a day: JSON Lines for streams and REST, CSV for databases, else the
 * contract's format.
 *
 * Among the rows are repetitions, later versions, late rows, missing and unreadable values, and whatever the contracts'
 * samples bring, such as a currency without rates.
 *
 * @returns the folder.
 */
export function writeSampleData(
  contracts: readonly DataContract[],
  folder: string,
  settings: SampleSettings,
): string {
  for (const contract of contracts) {
    const random = new Random(`${settings.seed}/${contract.name}`);
    const days = Array.from({ length: DAYS }, (_, index) =>
      new Date(FIRST_DAY + index * 86_400_000).toISOString().slice(0, 10),
    );
    const files = new Map<string, Cells[]>(days.map((day) => [day, []]));
    let row = 0;
    for (const [index, day] of days.entries()) {
      for (const cells of isCalendar(contract)
        ? calendarRows(contract, day, random)
        : eventRows(contract, day, row, random)) {
        row += 1;
        const arrives = random.chance(DEFECTS.late)
          ? (days[Math.min(index + random.whole(1, 3), days.length - 1)] ?? day)
          : day;
        const delivered = withDefects(contract, cells, random);
        files.get(arrives)?.push(delivered);
        if (random.chance(DEFECTS.repeated)) files.get(arrives)?.push(delivered);
        if (random.chance(DEFECTS.corrected)) files.get(arrives)?.push(corrected(contract, cells, random));
      }
    }
    const format = sampleFormat(contract);
    mkdirSync(join(folder, contract.name), { recursive: true });
    for (const [day, rows] of files) {
      const name = `${day}.${format === 'csv' ? 'csv' : 'jsonl'}`;
      writeFileSync(
        join(folder, contract.name, name),
        format === 'csv' ? csv(contract, rows) : jsonLines(contract, rows),
      );
    }
  }
  return folder;
}

/** The format of a source's files; a database has none, and CSV holds any text. */
function sampleFormat({ delivery }: DataContract): FileFormat {
  if (delivery.kind === 'stream') return 'json-lines';
  switch (delivery.from.kind) {
    case 'http':
    case 'files':
      return delivery.from.format;
    case 'rest':
      return 'json-lines';
    case 'sql':
      return 'csv';
  }
}

/** Sources with a day in their key (rates, stock levels) bring one row a day for each of their things. */
function isCalendar(contract: DataContract): boolean {
  return keyOf(contract).some((name) => contract.columns[name]?.type.kind === 'date');
}

function calendarRows(contract: DataContract, day: string, random: Random): Cells[] {
  const isWeekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  if (isWeekend) return [];
  const things = keyOf(contract).flatMap((name) => {
    const { sample, allowed } = contract.columns[name] as Column;
    return sample?.from === 'values'
      ? [{ name, values: sample.values }]
      : allowed
        ? [{ name, values: allowed }]
        : [];
  });
  const [thing] = things;
  const values: readonly (string | undefined)[] = thing?.values ?? [undefined];
  return values.map((value, index) => {
    const cells = rowOf(contract, index, day, random);
    if (thing && value !== undefined) cells[thing.name] = value;
    return cells;
  });
}

function eventRows(contract: DataContract, day: string, first: number, random: Random): Cells[] {
  const count = Math.min(contract.expectedRowsPerDay, MOST_ROWS_A_DAY);
  return Array.from({ length: count }, (_, index) => rowOf(contract, first + index, day, random));
}

function rowOf(contract: DataContract, row: number, day: string, random: Random): Cells {
  const entries = Object.entries<Column>(contract.columns).map(([name, column]): [string, string | null] => {
    if (column.nullable && random.chance(0.1)) return [name, null];
    return [name, sampleValue(name, column, row, day, random)];
  });
  return Object.fromEntries(entries);
}

function withDefects(contract: DataContract, cells: Cells, random: Random): Cells {
  const changed = { ...cells };
  for (const [name, column] of Object.entries<Column>(contract.columns)) {
    if (!column.nullable && random.chance(DEFECTS.missing / 2)) changed[name] = null;
    else if (random.chance(DEFECTS.bad / 2)) changed[name] = badValue(column, random);
  }
  return changed;
}

/** The same thing told again with another value, a moment later. */
function corrected(contract: DataContract, cells: Cells, random: Random): Cells {
  const changed = { ...cells };
  const moment = cells[contract.eventTime];
  if (moment?.includes('T')) changed[contract.eventTime] = `${moment.slice(0, 17)}59.999Z`;
  const free = Object.entries<Column>(contract.columns).filter(
    ([name, column]) => !column.key && name !== contract.eventTime && column.sample?.from !== 'sequence',
  );
  const [name, column] = random.pick(free) ?? [];
  if (name !== undefined && column)
    changed[name] = sampleValue(name, column, 0, (moment ?? '2026-01-05').slice(0, 10), random);
  return changed;
}

function csv(contract: DataContract, rows: readonly Cells[]): string {
  const names = Object.keys(contract.columns);
  const quoted = (value: string): string =>
    /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  const lines = [
    names.map((name) => quoted(deliveredName(contract, name))),
    ...rows.map((row) => names.map((name) => quoted(row[name] ?? ''))),
  ];
  return `${lines.map((cells) => cells.join(',')).join('\n')}\n`;
}

function jsonLines(contract: DataContract, rows: readonly Cells[]): string {
  const numeric = new Set(
    Object.entries<Column>(contract.columns).flatMap(([name, { type }]) =>
      ['integer', 'long', 'decimal', 'double'].includes(type.kind) ? [name] : [],
    ),
  );
  const value = (name: string, text: string | null): unknown =>
    text !== null && numeric.has(name) && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  const lines = rows.map((row) =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries(row).map(([name, text]) => [deliveredName(contract, name), value(name, text)]),
      ),
    ),
  );
  return lines.map((line) => `${line}\n`).join('');
}
