import { alerting } from './mutants-of-alerts';
import type { Mutant } from './mutant';
import type { Json } from './json';
import { changed, type Draft, unconditional, without } from './mutate';
import { anyCalmPlan, anyUnsteadyPlan } from './plan';
import { platformOf } from './platform';
import type { Subject } from './simulation';

/** A subject with a mutant in it. */
export function mutated(subject: Subject, { change, changeLater }: Mutant): Subject {
  const both = (stacks: Subject['platform']['stacks'], ...changes: (Mutant['change'] | undefined)[]) =>
    changes.reduce((all, each) => (each === undefined ? all : changed(all, each)), stacks);
  const platform =
    change === undefined ? subject.platform : platformOf(both(subject.platform.stacks, change));
  const later =
    change === undefined && changeLater === undefined
      ? subject.next
      : platformOf(both(subject.next.stacks, change, changeLater));
  return { ...subject, platform, next: later };
}

const HOURLY = /^shop_(wave_hourly|fill|copy_orders)$/;
const dependencies = (block: Draft): Draft[] => block['trigger_dependency'] as Draft[];
/** Facts about streams, landing and bronze. */
const arriving: readonly Mutant[] = [
  {
    name: 'a job that a deployment starts again begins now',
    from: 7,
    caughtBy: 'bronze',
    change: (draft) =>
      draft.of('azurerm_stream_analytics_job_schedule', /./, (block) => {
        block['start_mode'] = 'JobStartTime';
      }),
  },
  {
    name: 'a copy reads the folder of its hour, whenever that was written',
    from: 20,
    caughtBy: 'bronze',
    change: (draft) => {
      draft.text(/_copy_orders$/, /,"modifiedDatetime(Start|End)":\{[^}]*\}/g, '');
      draft.text(
        /_copy_orders$/,
        '"wildcardFolderPath":"orders"',
        `"wildcardFolderPath":{"value":"@concat('orders/', formatDateTime(pipeline().parameters.windowStart, 'yyyy/MM/dd/HH'))","type":"Expression"}`,
      );
    },
  },
  {
    name: 'nothing looks whether a folder is there',
    caughtBy: 'windows',
    change: (draft) => draft.activities(/_copy_/, unconditional),
  },
  {
    name: 'a copy begins when the hour ends',
    caughtBy: 'bronze',
    change: (draft) => draft.triggers(/_wave_hourly$/, (block) => delete block['delay']),
  },
  {
    name: 'a hub keeps events for one day',
    from: 7,
    caughtBy: 'bronze',
    change: (draft) => draft.of('azurerm_eventhub', /^orders$/, (block) => (block['message_retention'] = 1)),
  },
  {
    name: 'all hours of a day go into one file of bronze',
    caughtBy: 'tables',
    change: (draft) =>
      draft.activities(/_copy_orders$/, (activities) =>
        activities.map((activity) =>
          activity['name'] === 'RecordFailure'
            ? activity
            : {
                ...activity,
                outputs: JSON.parse(
                  JSON.stringify(activity['outputs'] ?? []).replace('dd/HH', 'dd'),
                ) as unknown,
              },
        ),
      ),
  },
  {
    name: 'files of the first hour of a day are left out',
    from: 20,
    caughtBy: 'bronze',
    change: (draft) =>
      draft.text(
        /_copy_stock$/,
        /("modifiedDatetimeStart":\{"value":")@formatDateTime\(pipeline\(\)\.parameters\.windowStart, /g,
        '$1@addMinutes(pipeline().parameters.windowStart, 60, ',
      ),
  },
  {
    name: 'a page is fetched for the day after',
    caughtBy: 'windows',
    change: (draft) =>
      draft.text(
        /_copy_rates$/,
        "'{date}', formatDateTime(pipeline().parameters.windowStart, 'yyyy-MM-dd')",
        "'{date}', addDays(pipeline().parameters.windowStart, 1, 'yyyy-MM-dd')",
      ),
  },
];

/** Facts about triggers: windows, dependencies, retries. */
const triggered: readonly Mutant[] = [
  {
    name: 'a table does not wait for the copy of its window',
    caughtBy: 'order',
    change: (draft) =>
      draft.activities(/^shop_wave_hourly$/, (activities) =>
        activities.map((activity) => ({
          ...activity,
          dependsOn: (activity['dependsOn'] as Json[]).filter((each) => each['activity'] !== 'Copy_orders'),
        })),
      ),
  },
  {
    name: 'a table does not wait for one of the two that it reads',
    caughtBy: 'order',
    change: (draft) =>
      draft.triggers(/_wave_booked$/, (block) => {
        block['trigger_dependency'] = dependencies(block).filter(
          (each) => !/rates/.test(String(each['trigger_name'])),
        );
      }),
  },
  {
    name: 'a table waits for the day before',
    caughtBy: 'order',
    change: (draft) =>
      draft.triggers(/_wave_booked$/, (block) => {
        for (const each of dependencies(block)) each['offset'] = '-1.00:00:00';
      }),
  },
  {
    name: 'a table waits for the first hour of its day only',
    caughtBy: 'order',
    change: (draft) =>
      draft.triggers(/_complete_orders_1440$/, (block) => {
        for (const each of dependencies(block)) each['size'] = '01:00:00';
      }),
  },
  {
    name: 'a pipeline is given the end of its window',
    caughtBy: 'order',
    change: (draft) =>
      draft.triggers(/_wave_hourly$/, (block) => {
        const text = JSON.stringify(block['pipeline']).replace('windowStartTime', 'windowEndTime');
        block['pipeline'] = JSON.parse(text) as unknown;
      }),
  },
  {
    name: 'a table waits for one that it does not read',
    from: 14,
    caughtBy: 'alone',
    plans: anyCalmPlan,
    change: (draft) =>
      draft.triggers(/^shop_wave_daily$/, (block) => {
        const day = { size: '1.00:00:00', offset: '0.00:00:00' };
        block['trigger_dependency'] = [{ trigger_name: 'shop_complete_orders_1440', ...day }];
      }),
  },
  {
    name: 'windows are not tried again',
    from: 45,
    caughtBy: 'windows',
    change: (draft) => draft.triggers(/./, (block) => delete block['retry']),
  },
  {
    name: 'activities are not tried again',
    caughtBy: 'alone',
    plans: anyUnsteadyPlan,
    change: (draft) => draft.text(/./, /"retry":\d+/g, '"retry":0'),
  },
  {
    name: 'several windows of a table run at once',
    caughtBy: 'writers',
    change: (draft) => {
      draft.triggers(HOURLY, (block) => (block['max_concurrency'] = 50));
      draft.of('azurerm_data_factory_pipeline', HOURLY, (block) => delete block['concurrency']);
    },
  },
  {
    name: 'triggers are never started',
    caughtBy: 'windows',
    change: (draft) => draft.triggers(/_wave_/, (block) => (block['activated'] = false)),
  },
  {
    name: 'a deployment moves the start of triggers',
    caughtBy: 'plan',
    changeLater: (draft) => draft.triggers(/./, (block) => (block['start_time'] = '2026-01-04T00:00:00Z')),
  },
  {
    name: 'a deployment changes the partitions of a hub',
    caughtBy: 'plan',
    changeLater: (draft) => draft.of('azurerm_eventhub', /./, (block) => (block['partition_count'] = 9)),
  },
  {
    name: 'a deployment gives a container another name',
    caughtBy: 'plan',
    changeLater: (draft) =>
      draft.of('azurerm_storage_container', /-bronze$/, (block) => (block['name'] = 'shop-bronze2')),
  },
];

/** Facts about pipelines: gates, marks, failures, runs by hand. */
const piped: readonly Mutant[] = [
  {
    name: 'nothing waits for the products of another factory',
    caughtBy: 'order',
    change: (draft) => draft.activities(/^buying_wave_daily$/, (activities) => without(activities, /^Await/)),
  },
  {
    name: 'another factory is waited for until it has done the day before',
    caughtBy: 'windows',
    change: (draft) =>
      draft.text(
        /^buying_wave_daily$/,
        "'_complete/booked/', formatDateTime(pipeline().parameters.windowStart,",
        "'_complete/booked/', addDays(pipeline().parameters.windowStart, -1,",
      ),
  },
  {
    name: 'a table is marked complete before it is written',
    caughtBy: 'order',
    change: (draft) =>
      draft.triggers(/_complete_(booked|order_lines)_/, (block) => delete block['trigger_dependency']),
  },
  {
    name: 'nothing marks a table that failed',
    caughtBy: 'alone',
    plans: anyCalmPlan,
    change: (draft) =>
      draft.activities(/^shop_wave_hourly$/, (activities) => without(activities, /^MarkFailed_/)),
  },
  {
    name: 'a table is filled after one that failed, which it reads',
    from: 12,
    caughtBy: 'order',
    plans: anyCalmPlan,
    change: (draft) =>
      draft.text(
        /^shop_wave_booked$/,
        '"activity":"MarkFailed_booked","dependencyConditions":["Skipped"]',
        '"activity":"MarkFailed_booked","dependencyConditions":["Succeeded","Skipped"]',
      ),
  },
  {
    name: 'a gate does not look',
    caughtBy: 'windows',
    plans: anyCalmPlan,
    change: (draft) => draft.text(/_complete_/, '@or(not(equals(string(', '@and(false, not(equals(string('),
  },
  {
    name: 'a gate that nobody waits for does not look',
    from: 5133,
    caughtBy: 'windows',
    change: (draft) =>
      draft.text(
        /_complete_(cancelled|stock|prices|demand|large)_/,
        '@or(not(equals(string(',
        '@and(false, not(equals(string(',
      ),
  },
  {
    name: 'tables that were not filled together are not filled alone',
    from: 7,
    caughtBy: 'alone',
    plans: anyCalmPlan,
    change: (draft) =>
      draft.activities(/^shop_wave_daily$/, (activities) =>
        without(activities, /^(Fill|MarkFailed)_/).map((activity) =>
          activity['name'] === 'AllAccounted'
            ? {
                ...activity,
                dependsOn: activities
                  .filter(({ name }) => String(name).startsWith('FillTogether'))
                  .map(({ name }) => ({ activity: name, dependencyConditions: ['Succeeded'] })),
              }
            : activity,
        ),
      ),
  },
  {
    name: 'a gate fills its table beside the wave',
    caughtBy: 'writers',
    change: (draft) =>
      draft.text(
        /_complete_/,
        /"referenceName":"(shop|buying)_wave_\w+"(.*?),"table":"(\w+)"/g,
        '"referenceName":"$1_fill"$2,"table":"$3"',
      ),
  },
  {
    name: 'a mark stays when its table is repaired',
    caughtBy: 'windows',
    change: (draft) =>
      draft.text(
        /_complete_/,
        /"ifTrueActivities":\[(\{"name":"Fill".*?\}),\{"name":"RemoveMark".*?\}\]\}/g,
        '"ifTrueActivities":[$1]}',
      ),
  },
  {
    name: 'a window whose file came late expects it for ever',
    from: 10,
    caughtBy: 'windows',
    change: (draft) =>
      draft.text(/_copy_/, /greaterOrEquals\(ticks\(utcNow\(\)\), [^"]*?\)\)\)\)/g, 'false)'),
  },
  {
    name: 'a run that failed ends well',
    caughtBy: 'bronze',
    change: (draft) => draft.activities(/_copy_/, (activities) => without(activities, /^FailRun$/)),
  },
];

/** Facts about data flows and their sinks. */
const flowing: readonly Mutant[] = [
  {
    name: 'a window replaces the whole table',
    caughtBy: 'tables',
    change: (draft) =>
      draft.script(
        /_(flow_orders|together_hourly_1)$/,
        /folderPath: 'orders',\n\s+mergeSchema: true,/g,
        "folderPath: 'orders',\n     mergeSchema: true,\n     overwrite: true,",
      ),
  },
  {
    name: 'rows are added without looking at their keys',
    caughtBy: 'tables',
    change: (draft) => {
      draft.script(/_(flow_stock|together_daily_1)$/, 'insertable: false', 'insertable: true');
      draft.script(/_(flow_stock|together_daily_1)$/, 'upsertable: true', 'upsertable: false');
    },
  },
  {
    name: 'an older version that comes late replaces a newer one',
    caughtBy: 'tables',
    change: (draft) => draft.script(/_(flow_orders|together_hourly_1)$/, 'negate:false', 'negate:true'),
  },
  {
    name: 'rows that are gone stay',
    caughtBy: 'tables',
    change: (draft) =>
      draft.script(/_(flow_booked|together_booked_1)$/, 'deletable: true', 'deletable: false'),
  },
  {
    name: 'lines that a newer document does not have stay',
    caughtBy: 'tables',
    change: (draft) =>
      draft.script(/_(flow_order_lines|together_hourly_1)$/, 'deletable: true', 'deletable: false'),
  },
  {
    name: 'a table that is not there yet takes rows that are to be deleted',
    from: 38,
    caughtBy: 'tables',
    // As if deletions were not looked up in the table first.
    change: (draft) =>
      draft.script(
        /_flow_(booked|large)$/,
        /(missingKeys\d+), \w+ exists\([^~]*?negate:false,\s+broadcast: 'auto'\) ~> (present\d+)/g,
        '$1 filter(true()) ~> $2',
      ),
  },
  {
    name: 'a time range begins with its own day',
    caughtBy: 'tables',
    change: (draft) => draft.text(/_(fill|wave_booked)$/, 'windowStart, -14,', 'windowStart, 0,'),
  },
  {
    name: 'a window is read from a folder that swaps day and month',
    caughtBy: 'tables',
    change: (draft) => draft.text(HOURLY, "'yyyy/MM/dd/HH')}", "'yyyy/dd/MM/HH')}"),
  },
];

/** All mutants. */
export const MUTANTS: readonly Mutant[] = [...arriving, ...triggered, ...piped, ...flowing, ...alerting];
