import { readFileSync } from 'node:fs';
import { type Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { type BillDocument, compareActual, type Comparison, type ExportRow } from '../cost';
import { LakehouseError, listed } from '../model';
import { type Container, containerIn } from '../preview/sources/first-bytes';
import { billText, comparisonText } from './bill-text';
import { billsIn, synthesizedBills } from './bills';
import { subcommand } from './subcommand';

interface CostOptions {
  readonly app?: string;
  readonly out: string;
  readonly environment?: string;
  readonly actual?: string;
  readonly json?: true;
}

/** `lakehouse cost`: what environments cost in a month, and what they were billed. */
export function costCommand(): Command {
  return subcommand({
    name: 'cost',
    examples: [
      'lakehouse cost --app main.ts',
      'lakehouse cost --out cdktf.out --environment prod --json',
      'lakehouse cost --environment prod --actual november.csv',
    ],
  })
    .option(
      '--app <module or command>',
      'what synthesizes the app, which is run first, into a folder of its own',
    )
    .option('--out <folder>', 'where the app was synthesized to, if it is not to be run', 'cdktf.out')
    .option('--environment <name>', 'one environment (default: all that were synthesized)')
    .option('--actual <file>', 'a CSV export of "Cost and usage details (actual)" from Cost Management')
    .option('--json', 'print JSON, for programs')
    .action(async (options: CostOptions) => {
      for (const text of await costTexts(options)) console.log(text);
    });
}

async function costTexts({ app, out, environment, actual, json }: CostOptions): Promise<string[]> {
  const all = app === undefined ? billsIn(out) : await synthesizedBills(app, environment);
  const bills = environment === undefined ? all : all.filter((bill) => bill.environment === environment);
  if (bills.length === 0) throw noSuch(environment ?? '', all);
  if (actual === undefined) return json ? [asJson(bills)] : bills.map(billText);
  const [bill, ...further] = bills;
  if (bill === undefined || further.length > 0) throw noSuch('', all);
  const comparison = compareActual(bill, rowsOf(actual));
  return [json ? asJson(comparison) : comparisonText(bill, comparison)];
}

function asJson(value: readonly BillDocument[] | Comparison): string {
  return JSON.stringify(value, undefined, 2);
}

function rowsOf(file: string): ExportRow[] {
  try {
    const bytes = readFileSync(file);
    refusePacked(file, bytes);
    return parse(bytes.toString('utf8'), {
      bom: true,
      columns: true,
      skip_empty_lines: true,
      relax_column_count: true,
    });
  } catch (error) {
    if (error instanceof LakehouseError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new LakehouseError('cost', [
      {
        code: 'LH9108',
        at: 'cost',
        prop: 'actual',
        got: `is "${file}", which cannot be read: ${why}`,
        allowed: 'a CSV export of Cost Management',
        change: 'correct the path, or the file',
      },
    ]);
  }
}

/** What an export may be that is no text, and what makes text of it. */
const PACKED: Readonly<Record<Exclude<Container, 'plain'>, readonly [kind: string, change: string]>> = {
  gzip: ['gzip', 'unpack it'],
  zip: ['a zip archive', 'unpack it'],
  parquet: ['Parquet', 'export it as CSV'],
  avro: ['Avro', 'export it as CSV'],
};

function refusePacked(file: string, bytes: Buffer): void {
  const container = containerIn(bytes);
  if (container === 'plain') return;
  const [kind, change] = PACKED[container];
  throw new LakehouseError('cost', [
    {
      code: 'LH9138',
      at: 'cost',
      prop: 'actual',
      got: `is "${file}", which is ${kind}`,
      allowed: 'a CSV export of Cost Management, as text',
      change,
    },
  ]);
}

function noSuch(environment: string, all: readonly BillDocument[]): LakehouseError {
  return new LakehouseError('cost', [
    {
      code: 'LH5001',
      at: 'cost',
      prop: 'environment',
      got:
        environment === ''
          ? 'is not said, and there are several'
          : `is "${environment}", which was not synthesized`,
      allowed: listed(all.map(({ environment: name }) => name)),
      change: 'name one of them',
    },
  ]);
}
