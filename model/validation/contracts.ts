import { type Company } from '../company/company';
import { type Department } from '../company/department';
import { type Count, type Form } from '../checks';
import { type Column } from '../contracts/column';
import {
  type BatchDelivery,
  type DataContract,
  hubRetentionDays,
  keyOf,
  MAX_READY_DAYS,
  STREAM_STOP_DAYS,
  type StreamDelivery,
} from '../contracts/data-contract';
import { reasonMistakes } from '../checks';
import { type Issue, listed, placed, suggestion } from '../errors';
import { AZURE_LIMITS, type AzureLimit, sourceOf } from '../limits';
import { intervalProblem } from '../schedule';
import { describeType, typeFlaw } from '../types';
import { defaultIssues } from './defaults';
import { formatIssues } from './formats';
import { personIssues } from './persons';
import { COLUMN_NAME, countIssues, DASHED_NAME, duplicateIssues, nameIssues } from './names';
import { folderIssues } from './folders';
import { deliveredPlaces, ignoredIssues, nestedIssues } from './nested';
import { snapshotIssues } from './snapshots';

const CLOCK_TIME: Form = {
  pattern: /^([01]\d|2[0-3]):[0-5]\d$/,
  allowed: 'hours and minutes, 00:00 to 23:59',
};

/** Everything wrong with one data contract. */
export function contractIssues(owner: string, contract: DataContract): Issue[] {
  const at = `${owner}/${contract.name}`;
  const columns = Object.entries<Column>(contract.columns);
  return [
    ...nameIssues(at, 'name', contract.name, DASHED_NAME),
    ...columns.flatMap(([name, column]) => columnIssues(at, name, column)),
    ...nestedIssues(at, contract, columnIssues),
    ...folderIssues(at, contract),
    ...duplicateIssues(at, 'physicalName', deliveredPlaces(contract)),
    ...ignoredIssues(at, contract),
    ...keyIssues(at, contract),
    ...eventTimeIssues(at, contract),
    ...snapshotIssues(at, contract),
    ...deliveryIssues(at, contract),
    ...countIssues(at, 'expectedRowsPerDay', contract.expectedRowsPerDay, { least: 1 }),
    ...countIssues(at, 'sampleRowsPerDay', contract.sampleRowsPerDay ?? 1, { least: 1 }),
    ...countIssues(at, 'freshnessMinutes', contract.freshnessMinutes, { least: 1 }),
    ...countIssues(at, 'retentionDays', contract.retentionDays, { least: 1 }),
    ...formatIssues(at, contract),
    ...personIssues(at, contract),
  ];
}

/** Everything wrong with one promised column. */
export function columnIssues(at: string, name: string, column: Column): Issue[] {
  const prop = `columns.${name}`;
  const issues = nameIssues(at, prop, name, COLUMN_NAME);
  const flaw = typeFlaw(column.type);
  if (flaw) issues.push(Object.assign({ at, prop }, flaw));
  if (column.key && column.nullable) {
    issues.push({
      code: 'LH1002',
      at,
      prop,
      got: 'is part of the key and nullable',
      allowed: 'a key without missing values',
      change: 'remove .nullable() or .key()',
    });
  }
  if (column.personal?.treatment === 'keep' && !column.personal.reason.trim()) {
    issues.push({
      code: 'LH0006',
      at,
      prop,
      got: 'keeps a personal value without a reason',
      allowed: 'a reason in words',
      change: 'say why, or let it be pseudonymised',
    });
  }
  if (column.personal?.treatment === 'pseudonymise' && column.type.kind !== 'string') {
    issues.push({
      code: 'LH1004',
      at,
      prop,
      got: `is personal and ${describeType(column.type)}`,
      allowed: 'text, because only text is pseudonymised',
      change: 'declare it as t.string(), or keep it with a reason',
    });
  }
  if (column.allowed?.length === 0) {
    issues.push({
      code: 'LH1005',
      at,
      prop,
      got: 'allows no value',
      allowed: 'at least one value in oneOf(…)',
      change: 'add a value, or remove oneOf()',
    });
  }
  issues.push(...defaultIssues(at, prop, column));
  const { low, high } = column.range ?? {};
  if (low !== undefined && high !== undefined && low > high) {
    issues.push({
      code: 'LH1005',
      at,
      prop,
      got: `allows ${low} to ${high}, which is nothing`,
      allowed: 'a smallest value not above the largest',
      change: 'swap them',
    });
  }
  return issues;
}

function keyIssues(at: string, contract: DataContract): Issue[] {
  if (keyOf(contract).length > 0) return [];
  return [
    {
      code: 'LH1001',
      at,
      prop: 'columns',
      got: 'has no key',
      allowed: 'one or more columns marked .key()',
      change: 'mark the columns that identify a row',
    },
  ];
}

function eventTimeIssues(at: string, contract: DataContract): Issue[] {
  const { eventTime, snapshot } = contract;
  if ((eventTime === undefined) !== (snapshot !== undefined)) {
    return [
      {
        code: 'LH1441',
        at,
        prop: eventTime === undefined ? 'eventTime' : 'snapshot',
        got:
          eventTime === undefined
            ? 'is missing, and so is "snapshot"'
            : `is said beside eventTime: '${eventTime}'`,
        allowed:
          'one of them: a column that says when something happened, or snapshot for a source without one',
        change:
          eventTime === undefined
            ? 'name the column, or say snapshot: {} where each delivery holds all rows that there are'
            : 'leave one out',
      },
    ];
  }
  if (eventTime === undefined) return [];
  const column = contract.columns[eventTime];
  const timestamps = Object.entries(contract.columns)
    .filter(([, { type }]) => type.kind === 'timestamp' || type.kind === 'date')
    .map(([name]) => name);
  if (!column) {
    return [
      {
        code: 'LH1008',
        at,
        prop: 'eventTime',
        got: `is "${eventTime}", which is no column${suggestion(eventTime, timestamps)}`,
        allowed: listed(timestamps),
        change: 'name a column of the contract',
      },
    ];
  }
  if (column.default !== undefined) {
    return [
      {
        code: 'LH1008',
        at,
        prop: 'eventTime',
        got: `is "${eventTime}", which has a default`,
        allowed: 'a timestamp that is delivered: it decides which version of a row is the newest',
        change: 'remove .default(), or choose another column',
      },
    ];
  }
  if (column.nullable || !timestamps.includes(eventTime)) {
    return [
      {
        code: 'LH1008',
        at,
        prop: 'eventTime',
        got: `is "${eventTime}", a ${column.nullable ? 'nullable ' : ''}${describeType(column.type)}`,
        allowed: 'a timestamp or date that is never missing',
        change:
          contract.delivery.kind === 'batch'
            ? 'choose another column, change its type, or say snapshot: {} instead where each delivery holds all rows that there are'
            : 'choose another column, or change its type',
      },
    ];
  }
  return [];
}

function deliveryIssues(at: string, { delivery }: DataContract): Issue[] {
  const issues: Issue[] = [];
  const interval = intervalProblem(delivery.every);
  if (interval) issues.push({ code: 'LH1009', at, prop: 'delivery.every', ...interval });
  if (delivery.kind === 'stream') {
    // The streaming job lands its files in folders of hours and days.
    if (!interval && delivery.every.minutes !== 60 && delivery.every.minutes !== 24 * 60) {
      issues.push({
        code: 'LH1010',
        at,
        prop: 'delivery.every',
        got: `is ${delivery.every.minutes} minutes`,
        allowed: 'hours(1) or days(1) for a stream',
        change: 'change the interval',
      });
    }
    issues.push(
      ...countIssues(
        at,
        'delivery.partitions',
        delivery.partitions,
        fromOneTo(AZURE_LIMITS.partitionsPerHub),
      ),
      ...retentionIssues(at, delivery),
    );
  } else {
    issues.push(...readyIssues(at, delivery));
  }
  return issues;
}

function fromOneTo(limit: AzureLimit): Count {
  return { least: 1, most: limit.most, change: `change the number; ${sourceOf(limit)}` };
}

function retentionIssues(at: string, delivery: StreamDelivery): Issue[] {
  const prop = 'delivery.retentionDays';
  const days = hubRetentionDays(delivery);
  const { shortRetention } = delivery;
  const issues = countIssues(at, prop, days, fromOneTo(AZURE_LIMITS.eventRetentionDays));
  if (shortRetention === undefined) return issues;
  const change = 'say why events may be lost by a stop over a weekend';
  return [
    ...issues,
    ...placed(at, reasonMistakes('delivery.shortRetention.reason', shortRetention.reason, change)),
  ];
}

/** Hubs of what runs that keep events for less than a job may stand still. */
export function shortRetentionIssues(company: Company, { name, sources }: Department): Issue[] {
  if (company.environments.every(({ running }) => running === undefined)) return [];
  return sources.flatMap(({ name: source, delivery }): Issue[] => {
    if (delivery.kind !== 'stream' || delivery.shortRetention) return [];
    const days = hubRetentionDays(delivery);
    if (days >= STREAM_STOP_DAYS) return [];
    return [
      {
        code: 'LH1018',
        at: `${name}/${source}`,
        prop: 'delivery.retentionDays',
        got: `is ${days}, and an environment runs`,
        allowed: `${STREAM_STOP_DAYS} to ${AZURE_LIMITS.eventRetentionDays.most} days: a job that stands still over a weekend loses what its hub no longer has`,
        change: 'leave it out, for 7 days at the same price, or give a reason in shortRetention',
      },
    ];
  });
}

function readyIssues(at: string, { every, readyAfter }: BatchDelivery): Issue[] {
  const prop = 'delivery.readyAfter';
  if (readyAfter === undefined) return [];
  if ('minutes' in readyAfter)
    return countIssues(at, prop, readyAfter.minutes, {
      least: 1,
      most: MAX_READY_DAYS * 24 * 60,
      of: 'minutes',
    });
  const issues = nameIssues(at, `${prop}.at`, readyAfter.at, CLOCK_TIME);
  if (every.minutes % (24 * 60) === 0) return issues;
  return [
    ...issues,
    {
      code: 'LH1016',
      at,
      prop,
      got: `is a time of the day, and windows are ${every.minutes} minutes long`,
      allowed: 'a time of the day for windows of whole days, a length of time for all',
      change: 'say how long after the end of a window its rows are there, e.g. minutes(10)',
    },
  ];
}
