import { type Table } from '../../model';
import { procedureOf } from '../tsql/deployment';
import { GOLD_SCHEMA } from '../tsql/sql-batch';
import * as activities from './activities';
import { type DepartmentDatasets } from './department-datasets';
import { procedureParameters } from './procedure-parameters';

/** Days that results of earlier runs are kept beside the one that is shown. */
export const SUPERSEDED_DAYS = 7;

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
