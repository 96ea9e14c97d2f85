import { type Activity, expression, succeeded, type Text, wait } from './activities';
import { fail, ifCondition, switchOn } from './control-activities';
import { runForWindow } from './fill';

/** The parameter of a wave's pipeline that names the only table to fill. @default all of its tables */
export const ONE_TABLE = 'table';

/**
 * The parameter that says what becomes of the window's bronze before the one table is filled: `keep` reads it as it is, and `fetch` lets the
 * sources bring it again first. @default `keep`
 *
 * What a source no longer has is lost from bronze by fetching, and nothing is by keeping: a window that bronze lacks can be fetched afterwards.
 */
export const BRONZE = 'bronze';
/** Brings the window's bronze again before a table is filled from it. */
export const FETCH = 'fetch';
/** Reads the window's bronze as it is, as does nothing at all. */
export const KEEP = 'keep';

/** The parameters of a pipeline that can be asked for one table, besides the window. */
export const ONE_TABLE_PARAMETERS: Readonly<Record<string, string>> = { [ONE_TABLE]: '', [BRONZE]: '' };

/** Succeeds where a wave fills all of its tables. */
const ALL_TABLES = 'AllTables';
/** Fills the one table that a wave is asked for. */
export const FILL_ONE = 'FillOne';

const asked = `pipeline().parameters.${ONE_TABLE}`;
const bronze = `pipeline().parameters.${BRONZE}`;

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
          activities: [fillOne(`Only_${table.name}`, pipeline, table, expression(`@${bronze}`))],
        })),
      ),
      dependsOn: [{ activity: ALL_TABLES, dependencyConditions: ['Failed'] }],
    },
    ifCondition({
      name: ALL_TABLES,
      // A run for all tables always fetches: one that is asked not to is refused, as one that is asked for no table.
      condition: expression(`@and(empty(${asked}), empty(${bronze}))`),
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
        message: expression(
          `@if(empty(${asked}), 'no table is named', concat('this pipeline fills no table "', ${asked}, '"'))`,
        ),
        errorCode: 'NoSuchTable',
      }),
    ],
  });
}

/**
 * Lets the sources of the table that a pipeline is asked for bring its window again, where that is wanted, and fails where it cannot tell.
 *
 * A choice holds no choice, so what fetches is a choice of its own before the one that fills.
 *
 * @param cases tables with what fetches for them; those that nothing is fetched for are left out.
 */
export function fetchFor(
  cases: readonly { readonly table: string; readonly activities: readonly Activity[] }[],
): Activity[] {
  const check = ifCondition({
    name: 'CheckBronze',
    condition: expression(
      `@or(empty(${bronze}), or(equals(${bronze}, '${KEEP}'), equals(${bronze}, '${FETCH}')))`,
    ),
    otherwise: [
      fail({
        name: 'NoSuchBronze',
        message: expression(
          `@concat('${BRONZE} is "', ${bronze}, '", which is neither "${KEEP}" nor "${FETCH}"')`,
        ),
        errorCode: 'NoSuchBronze',
      }),
    ],
  });
  if (cases.length === 0) return [check];
  const fetch = switchOn({
    name: 'FetchSources',
    after: [check.name],
    // No table has the name of a dash.
    on: expression(`@if(equals(${bronze}, '${FETCH}'), ${asked}, '-')`),
    cases: cases.map(({ table: value, activities }) => ({ value, activities })),
    otherwise: [wait({ name: 'NothingToFetch', seconds: 1 })],
  });
  return [check, fetch];
}

/**
 * Fills one table by a run of a pipeline that is asked for it, for the window of the pipeline that asks.
 *
 * What becomes of the window's bronze before is a value of {@link BRONZE}: left out, it is read as it is.
 */
export function fillOne(
  name: string,
  pipeline: string,
  table: { readonly name: string },
  from?: Text,
): Activity {
  return runForWindow(name, pipeline, {
    [ONE_TABLE]: table.name,
    ...(from !== undefined && { [BRONZE]: from }),
  });
}
