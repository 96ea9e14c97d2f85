import { identifier } from '../compilers/internal';
import { type DataContract, formattedColumns, type ValueFormat } from '../model';
import { type DuckDb } from './duckdb';

type EpochUnit = NonNullable<ValueFormat['epoch']>;

/** A column of numbers since 1970 that look like those of another unit than its contract says. */
export interface EpochLooksLike {
  /** Name of the column. */
  readonly column: string;
  /** The unit that the contract says. */
  readonly declared: EpochUnit;
  /** The unit in which all its values are timestamps of 1990 to 2099. */
  readonly looksLike: EpochUnit;
}

const PER_SECOND = { seconds: 1, milliseconds: 1e3, microseconds: 1e6 } as const;

/** The seconds since 1970 between which timestamps lie that somebody keeps: the spans of two units have no number in common. */
const [FROM, TO] = [Date.UTC(1990, 0) / 1000, Date.UTC(2100, 0) / 1000];

/**
 * Columns of a source of which every number lies in the span of another unit than the contract's. Seconds that are read as milliseconds are
 * days of January 1970: valid, and wrong. A zero, which stands for none, is no number here.
 *
 * @param engine reads them.
 * @param contract says which columns are such numbers, and their unit.
 * @param bronze the rows of the source, as SQL.
 */
export async function epochsOfOtherUnits(
  engine: DuckDb,
  contract: DataContract,
  bronze: string,
): Promise<EpochLooksLike[]> {
  const columns = formattedColumns(contract).flatMap(([column, { format }]) =>
    format?.epoch === undefined ? [] : [{ column, declared: format.epoch }],
  );
  if (columns.length === 0) return [];
  const ends = columns.map(({ column }, index) => {
    const value = `nullif(TRY_CAST(${identifier(column)} AS DOUBLE), 0)`;
    return `min(${value}) AS low${index}, max(${value}) AS high${index}`;
  });
  const [row = {}] = await engine.rows(`SELECT ${ends.join(', ')} FROM ${bronze}`);
  return columns.flatMap(({ column, declared }, index): EpochLooksLike[] => {
    const [low, high] = [row[`low${index}`], row[`high${index}`]];
    if (typeof low !== 'number' || typeof high !== 'number') return [];
    const looksLike = (Object.keys(PER_SECOND) as EpochUnit[]).find(
      (unit) => low >= FROM * PER_SECOND[unit] && high < TO * PER_SECOND[unit],
    );
    return looksLike === undefined || looksLike === declared ? [] : [{ column, declared, looksLike }];
  });
}
