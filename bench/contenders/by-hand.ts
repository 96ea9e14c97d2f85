import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { PREVIEW_PEPPER } from '../../preview/options';
import { reportPeak } from './peak';

async function main([data = '', out = '', memoryMiB]: readonly string[]): Promise<void> {
  for (const folder of ['silver', 'gold', 'quarantine']) mkdirSync(join(out, folder), { recursive: true });
  const script = readFileSync(join(__dirname, 'by-hand.sql'), 'utf8')
    .replaceAll('{{data}}', data)
    .replaceAll('{{out}}', out)
    .replaceAll('{{pepper}}', PREVIEW_PEPPER);
  const spill = mkdtempSync(join(tmpdir(), 'lakehouse-bench-'));
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      temp_directory: spill,
      ...(memoryMiB !== undefined && { memory_limit: `${memoryMiB}MiB` }),
    });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(script);
    connection.closeSync();
    instance.closeSync();
  } finally {
    rmSync(spill, { recursive: true, force: true });
  }
  reportPeak();
}

void main(process.argv.slice(2));
