#!/usr/bin/env node
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { LakehouseError } from '../model';
import { loadCompany } from './load-app';
import { type ErasedPersons } from './erasure';
import { formatReport } from './report';
import { preview } from './run';

const USAGE = `Runs the flows of a company on this machine.

  --app <module>   module or folder that exports "company"  (default: departments)
  --data <folder>  one sub-folder for each source, with CSV, JSON or Parquet files
                   (default: sample data, generated)
  --out <folder>   where the tables and run.json go         (default: preview.out)
  --seed <number>  seed of the sample data                  (default: 1)
  --erase <kind>=<key>,<key>…
                   computes everything without these persons; of several kinds, once for each
  --help           this text`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      app: { type: 'string', default: 'departments' },
      data: { type: 'string' },
      out: { type: 'string', default: 'preview.out' },
      seed: { type: 'string', default: '1' },
      erase: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new LakehouseError('preview', [
      {
        code: 'LH0002',
        at: 'preview',
        prop: 'seed',
        got: `is "${values.seed}"`,
        allowed: 'a whole number, 0 or more',
        change: 'change the number',
      },
    ]);
  }
  const started = Date.now();
  const report = await preview(loadCompany(values.app), {
    out: values.out,
    seed,
    ...(values.data !== undefined && { data: values.data }),
    erase: erasedPersons(values.erase),
    progress: (line) => console.error(line),
  });
  console.log(`\n${formatReport(report)}\n`);
  console.log(
    `${report.company}: ${report.tables.length} tables in ${((Date.now() - started) / 1000).toFixed(1)} s, in ${relative('.', values.out) || '.'}`,
  );
}

/** `customer=42,43` as persons of a kind. */
function erasedPersons(options: readonly string[]): ErasedPersons {
  const named = options.map((option) => {
    const at = option.indexOf('=');
    return at < 0 ? [option, ''] : [option.slice(0, at), option.slice(at + 1)];
  });
  const kinds = [...new Set(named.map(([kind = '']) => kind))];
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      named.filter(([name]) => name === kind).flatMap(([, keys = '']) => keys.split(',')),
    ]),
  );
}

// A signal ends a process at once; an exit lets it remove what it has not finished.
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const)
  process.once(signal, () => process.exit(128 + number));

main().catch((error: unknown) => {
  const known =
    error instanceof LakehouseError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(known ? (error as Error).message : error);
  process.exitCode = 1;
});
