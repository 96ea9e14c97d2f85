import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatReport, preview, type RunReport } from '../../preview';
import { DuckDb } from '../../preview/duckdb';
import { forecast, modelling } from '../support/models';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('all tests');
let out: string;
let report: RunReport;
beforeAll(async () => {
  const data = folder.at('data', 'sales');
  mkdirSync(data, { recursive: true });
  const rows = ['1,bolt,c1,5,2026-01-05', '2,bolt,c2,2,2026-01-06', '3,nut,,12,2026-01-04'];
  writeFileSync(join(data, 'sales.csv'), ['sale,item,customer,units,sold_on', ...rows, ''].join('\n'));
  out = folder.at('out');
  report = await preview(modelling(), { data: folder.at('data'), out });
});

const tableNamed = (name: string) => report.tables.find(({ table }) => table === name);

test('a preview computes the fallback of a model, and what reads its scores', async () => {
  const engine = await DuckDb.open();
  try {
    const file = join(out, 'gold', 'reorder.parquet').replaceAll("'", "''");
    expect(await engine.rows(`SELECT item, CAST(forecast_units AS VARCHAR) AS units FROM '${file}'`)).toEqual(
      [
        { item: 'bolt', units: '7.00' },
        { item: 'nut', units: '12.00' },
      ],
    );
  } finally {
    engine.close();
  }
});

test('rows of a fallback say so beside what readers see', async () => {
  const engine = await DuckDb.open();
  try {
    const file = join(out, 'silver', 'demand_forecast.parquet').replaceAll("'", "''");
    expect(await engine.rows(`SELECT DISTINCT _source_file, _run_id FROM '${file}'`)).toEqual([
      { _source_file: 'fallback', _run_id: 'fallback' },
    ]);
    expect(forecast.columns.map(({ name }) => name)).not.toContain('_run_id');
  } finally {
    engine.close();
  }
});

test('every row of the features is accounted for', () => {
  expect(tableNamed('demand_forecast')).toMatchObject({ read: 2, written: 2, filtered: 0, quarantined: {} });
});

test('run.json and the printed report say that it was no model', () => {
  const written = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as RunReport;
  expect(written.tables.filter(({ fallback }) => fallback).map(({ table }) => table)).toEqual([
    'demand_forecast',
    'return_risk',
  ]);
  expect(tableNamed('demand_features')).not.toHaveProperty('fallback');
  const printed = formatReport(report);
  expect(printed).toContain('demand_forecast: computed by the fallback, not by the model.');
  expect(printed).not.toContain('demand_features: computed');
});
