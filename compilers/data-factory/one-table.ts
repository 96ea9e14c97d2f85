import { type Activity, expression, succeeded } from './activities';
import { fail, ifCondition, switchOn } from './control-activities';
import { runForWindow } from './fill';

/** The parameter of a wave's pipeline that names the only table to fill. @default all of its tables */
export const ONE_TABLE = 'table';

/** Succeeds where a wave fills all of its tables. */
const ALL_TABLES = 'AllTables';
/** Fills the one table that a wave is asked for. */
export const FILL_ONE = 'FillOne';

const asked = `pipeline().parameters.${ONE_TABLE}`;

/**
 * What a wave's pipeline does where it is asked for one table, and how the rest of it is left out then.
 *
 * Of a pipeline that runs once at a time, further runs queue ("Pipelines and activities in Azure Data Factory", concurrency). So a
 * table has one writer: whoever fills it alone asks its wave, and comes before or after the run that fills it together with others.
 */
export function oneTable(
  whole: readonly Activity[],
  fills: readonly { readonly table: { readonly name: string }; readonly pipeline: string }[],
): Activity[] {
  const notAsked = succeeded([ALL_TABLES]);
  return [
    {
      ...switchOnTable(
        FILL_ONE,
        fills.map(({ table, pipeline }) => ({
          table: table.name,
          activities: [fillOne(`Only_${table.name}`, pipeline, table)],
        })),
      ),
      dependsOn: [{ activity: ALL_TABLES, dependencyConditions: ['Failed'] }],
    },
    ifCondition({
      name: ALL_TABLES,
      condition: expression(`@empty(${asked})`),
      otherwise: [
        fail({
          name: 'OneTable',
          message: expression(`@concat('only ', ${asked}, ' is to be filled')`),
          errorCode: 'OneTable',
        }),
      ],
    }),
    ...whole.map((activity) => ({ ...activity, dependsOn: [...notAsked, ...activity.dependsOn] })),
  ];
}

/** Does what belongs to the table that a pipeline is asked for. */
export function switchOnTable(
  name: string,
  cases: readonly { readonly table: string; readonly activities: readonly Activity[] }[],
): Activity {
  return switchOn({
    name,
    on: expression(`@${asked}`),
    cases: cases.map(({ table: value, activities }) => ({ value, activities })),
    // A name that is misspelt fills nothing, and says so.
    otherwise: [
      fail({
        name: 'NoSuchTable',
        message: expression(`@concat('this pipeline fills no table "', ${asked}, '"')`),
        errorCode: 'NoSuchTable',
      }),
    ],
  });
}

/** Fills one table by a run of a pipeline that is asked for it, for the window of the pipeline that asks. */
export function fillOne(name: string, pipeline: string, table: { readonly name: string }): Activity {
  return runForWindow(name, pipeline, { [ONE_TABLE]: table.name });
}
