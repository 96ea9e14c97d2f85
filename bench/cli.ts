import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { grid } from '../preview/report';
import { BY_HAND, type Contender, contenders } from './contenders';
import { writeData } from './data';
import { measure, type Measurement, median } from './measure';
import { differences } from './same-results';
import { synthesisTable } from './synth';
import { startTable, synthesisRatios } from './synth-ratios';

const USAGE = `Usage: npm run bench -- preview [options]
       npm run bench -- synth [--runs <number>]

preview times the reference company's payments beside the same tables written by hand; synth a department of 30 and of
300 tables, then companies of 1 to 300 departments beside the same resources written by hand.

  --rows <numbers>    order lines, several with commas (default: 1000000,10000000)
  --runs <number>     timed runs of each contender     (default: 3)
  --memory <MiB>      DuckDB's memory limit            (default: DuckDB's own)
  --python <program>  interpreter that may have pandas, pyarrow and pyspark (default: python3)`;

interface Settings {
  readonly runs: number;
  readonly memoryMiB: number | undefined;
  readonly all: readonly Contender[];
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rows: { type: 'string', default: '1000000,10000000' },
      runs: { type: 'string', default: '3' },
      memory: { type: 'string' },
      python: { type: 'string', default: 'python3' },
    },
  });
  const runs = Number(values.runs);
  if (positionals.join() === 'synth' && Number.isSafeInteger(runs) && runs > 0) {
    console.log(grid(await synthesisTable(), 0));
    console.log(`\n${grid(synthesisRatios(runs), 2)}`);
    console.log(`\n${grid(startTable(runs), 1)}`);
    return;
  }
  const sizes = values.rows.split(',').map(Number);
  const memoryMiB = values.memory === undefined ? undefined : Number(values.memory);
  const numbers = [...sizes, runs, memoryMiB ?? 1];
  if (positionals.join() !== 'preview' || !numbers.every((each) => Number.isSafeInteger(each) && each > 0)) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const settings: Settings = {
    runs,
    memoryMiB,
    all: contenders(values.python, (line) => console.error(line)),
  };
  const table = [['contender', 'rows', 'median s', `ratio to ${BY_HAND}`, 'peak MiB']];
  for (const rows of sizes) table.push(...(await compare(rows, settings)));
  console.log(grid(table, 1));
}

/** Checks that all contenders agree, then runs them in turn. */
async function compare(rows: number, { runs, memoryMiB, all }: Settings): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-bench-'));
  try {
    const data = join(folder, 'data');
    console.error(`${rows.toLocaleString('en')} rows: writing the data`);
    await writeData(data, rows);
    const outOf = ({ name }: Contender): string => join(folder, 'out', name.replaceAll(' ', '-'));
    const once = async (contender: Contender): Promise<Measurement> => {
      const measured = await measure(contender, { data, out: outOf(contender), memoryMiB });
      console.error(
        `  ${contender.name}: ${measured.seconds.toFixed(2)} s, ${measured.peakMiB.toFixed(0)} MiB`,
      );
      return measured;
    };
    console.error('comparing the results');
    for (const contender of all) await once(contender);
    const different = await differences(new Map(all.map((each) => [each.name, outOf(each)] as const)));
    if (different.length > 0) throw new Error(`the results differ:\n${different.join('\n')}`);
    console.error('timing');
    const taken = new Map<string, Measurement[]>(all.map(({ name }) => [name, []]));
    for (let run = 0; run < runs; run++)
      for (const contender of all) taken.get(contender.name)?.push(await once(contender));
    const seconds = (name: string): number => median((taken.get(name) ?? []).map((each) => each.seconds));
    return all.map(({ name }) => [
      name,
      rows.toLocaleString('en'),
      seconds(name).toFixed(2),
      (seconds(name) / seconds(BY_HAND)).toFixed(2),
      Math.max(...(taken.get(name) ?? []).map((each) => each.peakMiB)).toFixed(0),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
