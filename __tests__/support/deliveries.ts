import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Company,
  company,
  dataContract,
  type DataContract,
  days,
  department,
  hours,
  mapping,
  type SourceConnector,
  t,
} from '../../model';
import { preview, type RunReport } from '../../preview';
import { DuckDb, type ResultValue } from '../../preview/duckdb';
import { dev } from './small-company';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder';

/**
 * Orders, in files.
 *
 * @param from where the files come from.
 * @param idAs the name of the key in them.
 */
export const ordersFrom = (from: SourceConnector, idAs: string): DataContract =>
  dataContract('orders', {
    description: 'Orders, in files',
    columns: {
      id: t.string(20).key().physicalName(idAs),
      note: t.string(100).nullable(),
      amount: t.decimal(6, 2).nullable(),
      at: t.timestamp(),
    },
    eventTime: 'at',
    delivery: { kind: 'batch', every: days(1), from },
    expectedRowsPerDay: 10,
  });
/** Orders that a server gives. */
export const orders = ordersFrom(
  { kind: 'http', baseUrl: 'https://files.example.com', path: '{date}.csv', format: 'csv' },
  'OrderId',
);
/** Visits, as events. */
export const visits = dataContract('visits', {
  description: 'Visits, as events',
  columns: { id: t.long().key(), page: t.string(50).nullable(), at: t.timestamp() },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 10,
});

/** A company that maps these sources, and no more. */
export function acme(...sources: DataContract[]): Company {
  const tables = sources.map((contract) => mapping(contract));
  return company('Acme', {
    code: 'acme',
    departments: [department('shop', { description: 'Sells', sources, tables })],
    environments: [dev],
  });
}

/** A timestamp at which things happen. */
export const AT = '2026-01-01 00:00:00';
/** The first line of a file of orders. */
export const HEADER = 'OrderId,note,amount,at\n';
/** A line of visits. */
export const event = (id: unknown): string => JSON.stringify({ id, at: AT });

/** A folder for each test, with what was delivered in `data` and what a preview made of it in `out`. */
export class Deliveries {
  private engine!: DuckDb;

  private constructor(private readonly root: TemporaryFolder) {}

  /** Call it once in a test file. */
  static forEachTest(): Deliveries {
    const deliveries = new Deliveries(temporaryFolder());
    beforeAll(async () => {
      deliveries.engine = await DuckDb.open();
    });
    afterAll(() => deliveries.engine.close());
    return deliveries;
  }

  readonly folder = () => this.root.path;
  readonly data = () => this.root.at('data');
  readonly out = () => this.root.at('out');

  readonly write = (files: Readonly<Record<string, string | Buffer>>): void => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.data(), name)), { recursive: true });
      writeFileSync(join(this.data(), name), content);
    }
  };

  /** Writes the rows of a query as a file, and gives its path. */
  readonly parquet = async (name: string, query: string): Promise<string> => {
    mkdirSync(dirname(join(this.data(), name)), { recursive: true });
    await this.engine.run(`COPY (${query}) TO '${join(this.data(), name)}' (FORMAT parquet)`);
    return join(this.data(), name);
  };

  readonly run = (...sources: DataContract[]): Promise<RunReport> =>
    preview(acme(...sources), { data: this.data(), out: this.out() });

  readonly rowsOf = async (path: string): Promise<ResultValue[][]> => {
    const rows = await this.engine.rows(`SELECT * FROM read_parquet('${join(this.out(), path)}')`);
    return rows.map((row) => Object.values(row));
  };

  readonly bronze = async (name: string): Promise<ResultValue[]> =>
    (await this.rowsOf(`bronze/${name}.parquet`)).map(([id]) => id ?? null);
}

/** The files that a run put into quarantine, with rule, reason and rows. */
export const filesOf = ({ input }: RunReport) =>
  input.kind === 'files'
    ? input.quarantinedFiles.map(({ file, rule, reason, rows }) => [file, rule, reason, rows])
    : [];
