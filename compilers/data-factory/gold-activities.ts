import { type Table } from '../../model';
import { procedureOf } from '../tsql/deployment';
import { GOLD_SCHEMA, type SqlBatch } from '../tsql/sql-batch';
import * as activities from './activities';
import { type DepartmentDatasets } from './department-datasets';
import { procedureParameters } from './procedure-parameters';

/** Days that results of earlier runs are kept beside the one that is shown. */
export const SUPERSEDED_DAYS = 7;

/** Batches in one Script activity; the next ones follow in another. */
const BATCHES_A_SCRIPT = 40;

/** Runs what deploys gold, in order. */
export function deployActivities(
  deployment: readonly SqlBatch[],
  datasets: DepartmentDatasets,
): activities.Activity[] {
  const batches = deployment.map(({ sql }) => sql);
  const chunks = Array.from({ length: Math.ceil(batches.length / BATCHES_A_SCRIPT) }, (_, index) =>
    batches.slice(index * BATCHES_A_SCRIPT, (index + 1) * BATCHES_A_SCRIPT),
  );
  return chunks.map((chunk, index) =>
    activities.script({
      name: `DeployGold${index + 1}`,
      linkedService: datasets.sql,
      batches: chunk,
      ...(index > 0 && { after: [`DeployGold${index}`] }),
    }),
  );
}

/** Stores what a gold table is computed to, and deletes what that has superseded. */
export function materializeActivities(table: Table, datasets: DepartmentDatasets): activities.Activity[] {
  const store = activities.storedProcedure({
    name: 'StoreResult',
    linkedService: datasets.sql,
    procedure: `[${GOLD_SCHEMA}].[${procedureOf(table)}]`,
    parameters: {
      run: { value: activities.expression('@pipeline().RunId'), type: 'String' },
      ...procedureParameters(table),
    },
    // A second try would find the first one's folder.
    retries: 0,
  });
  const clean = activities.deleteFiles({
    name: 'DeleteSuperseded',
    after: ['StoreResult'],
    input: {
      dataset: datasets.inLake('gold', 'Binary', ['folder']),
      parameters: { folder: table.name },
    },
    before: activities.expression(
      `@formatDateTime(addDays(pipeline().TriggerTime, -${SUPERSEDED_DAYS}), 'yyyy-MM-ddTHH:mm:ssZ')`,
    ),
  });
  return [store, clean];
}
