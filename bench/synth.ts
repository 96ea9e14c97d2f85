import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { company as reference } from '../departments';
import { type Company, company as declareCompany } from '../model';
import { preview } from '../preview';
import { DepartmentStack, PlatformStack, synthesizeCompany } from '../stacks';
import { largeDepartment } from './large-department';

/** Thirds: sources and their mappings, silver computed from them, gold. */
const SIZES = [10, 100];
/** A nested activity lies in one of these lists of what holds it. */
const NESTED = ['activities', 'ifTrueActivities', 'ifFalseActivities'];

type Json = Readonly<Record<string, unknown>>;

/** What a department of each size takes to synthesize and to preview, and what it becomes. */
export async function synthesisTable(): Promise<string[][]> {
  const rows = [
    ['tables', 'synth s', 'preview s', 'pipelines', 'triggers', 'data flows', 'most activities', 'MiB'],
  ];
  for (const size of SIZES) rows.push(await measured(size));
  return rows;
}

async function measured(size: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-bench-'));
  try {
    const company = companyOfSize(size);
    const outdir = join(folder, 'synth');
    const synth = await seconds(() => {
      synthesizeCompany(
        company,
        (app, environment) => {
          const platform = new PlatformStack(app, 'platform', { company, environment });
          for (const department of company.departments)
            new DepartmentStack(app, department.name, { department, platform });
        },
        { environments: 'dev', outdir },
      );
    });
    const previewed = await seconds(() => preview(company, { out: join(folder, 'preview') }));
    const text = readFileSync(join(outdir, 'stacks', 'large', 'cdk.tf.json'), 'utf8');
    const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, Json>> };
    const of = (type: string): Json[] => Object.values(resource[`azurerm_data_factory_${type}`] ?? {});
    const activities = of('pipeline').map(({ activities_json: json }) =>
      activitiesIn(JSON.parse(String(json)) as Json[]),
    );
    return [
      String(size * 3),
      synth.toFixed(1),
      previewed.toFixed(1),
      String(activities.length),
      String(of('trigger_tumbling_window').length),
      String(of('data_flow').length),
      String(Math.max(...activities)),
      (text.length / 2 ** 20).toFixed(1),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function companyOfSize(size: number): Company {
  return declareCompany('Large', {
    code: 'lrg',
    departments: [largeDepartment({ sources: size, derived: size, gold: size })],
    environments: reference.environments.map((environment) => ({ ...environment, models: {} })),
  });
}

/** The number of activities in a list and in what they hold. */
function activitiesIn(activities: readonly Json[]): number {
  const nested = activities.flatMap(({ typeProperties }) =>
    NESTED.flatMap((list) => ((typeProperties as Json | undefined)?.[list] ?? []) as Json[]),
  );
  return activities.length + (nested.length > 0 ? activitiesIn(nested) : 0);
}

async function seconds(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
