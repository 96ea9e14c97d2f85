import {
  DATA_FLOW_CORES,
  LAKE_REQUESTS,
  type SettingGroup,
  type Settings,
  TIME_TRAVEL_DAYS,
} from '../company/settings';
import { isWhole } from '../checks';
import { listed, type Mistake } from '../errors';
import { type IssueCode } from '../issues';
import { AZURE_LIMITS, sourceOf } from '../limits';
import { logTableMistakes } from './log-tables';

/** What one setting is for and may be. */
export interface SettingRule {
  /** The kind of mistake that a value is which is not allowed. */
  readonly code: IssueCode;
  /** What it decides, for people who choose. */
  readonly decides: string;
  /** What is allowed, in words, to end "allowed: ". */
  readonly allowed: string;
  /** Whether a value is allowed. */
  readonly allows: (value: unknown) => boolean;
  /** What to do about one that is not. */
  readonly change: string;
  /** What is wrong with a value of several parts, each with its place below the setting. @default what the rest says of all of it */
  readonly mistakes?: (value: unknown) => readonly Mistake[];
}

/** Whose decision a group of settings can be, beside the company's and the environment's. */
export type SettingOwner =
  /** Every department's. */
  | 'every department'
  /** A department's with hosts of its own: the platform's are shared. */
  | 'dedicated departments'
  /** No department's. */
  | 'no department';

/** The rules of one group. */
export interface SettingGroupRules<Group extends SettingGroup> {
  /** Whose decision it can be. */
  readonly owner: SettingOwner;
  /** Every setting of the group. */
  readonly settings: { readonly [Name in keyof Required<NonNullable<Settings[Group]>>]: SettingRule };
}

const THROUGHPUT = AZURE_LIMITS.throughputUnits;
const CHANGE_THROUGHPUT = `change the number; ${sourceOf(THROUGHPUT)}`;

/** What every setting may be; the limits are Azure's. */
export const SETTING_RULES: { readonly [Group in SettingGroup]: SettingGroupRules<Group> } = Object.freeze({
  eventHubs: {
    owner: 'dedicated departments',
    settings: {
      throughputUnits: {
        ...whole('Throughput units of the namespace; each bills by the hour', 1, THROUGHPUT.most),
        change: CHANGE_THROUGHPUT,
      },
      autoInflateTo: {
        code: 'LH0002',
        decides: 'Throughput units up to which Azure may raise them; it never lowers them again',
        allowed: `a whole number from 1 to ${THROUGHPUT.most}, not below the throughput units, or "off"`,
        allows: (value) => value === 'off' || isWhole(value, 1, THROUGHPUT.most),
        change: CHANGE_THROUGHPUT,
      },
    },
  },
  storage: {
    owner: 'dedicated departments',
    settings: {
      replication: oneOf('In how many places the lake and the storage of models keep each file', [
        'LRS',
        'ZRS',
        'GRS',
        'GZRS',
      ]),
      softDeleteDays: whole('Days that deleted files and containers can be brought back', 1, 365, 'days'),
    },
  },
  keyVault: {
    owner: 'dedicated departments',
    settings: {
      softDeleteDays: whole(
        'Days that a deleted secret or vault can be brought back; a vault keeps the first number it gets',
        7,
        90,
        'days',
      ),
    },
  },
  streaming: {
    owner: 'every department',
    settings: {
      streamingUnits: streamingUnits('Streaming units of StandardV2 of the job that lands streams'),
      rulesStreamingUnits: streamingUnits(
        'Streaming units of StandardV2 of the job that evaluates alert rules, where there are any',
      ),
    },
  },
  eventTimes: {
    owner: 'every department',
    settings: {
      lateArrivalSeconds: whole(
        "Seconds that an event's own time may lie before its arrival",
        0,
        1_814_399,
        'seconds',
      ),
      outOfOrderSeconds: whole('Seconds within which events are put into order', 0, 599, 'seconds'),
      lateEvents: oneOf(
        'Whether an event beyond both counts at the nearest time that is allowed, or not at all',
        ['Adjust', 'Drop'],
      ),
    },
  },
  integrationRuntime: {
    owner: 'every department',
    settings: {
      computeType: oneOf('What the machines of data flows are good at', ['General', 'MemoryOptimized']),
      coreCount: oneOf('Cores of the cluster that a data flow gets', DATA_FLOW_CORES),
      timeToLiveMinutes: whole(
        'Minutes that a cluster stays after its last data flow; a warm one bills',
        0,
        240,
        'minutes',
      ),
    },
  },
  delta: {
    owner: 'every department',
    settings: {
      timeTravelDays: whole(
        'Days that files which a write of a silver table replaced stay readable; they bill as long',
        TIME_TRAVEL_DAYS.least,
        TIME_TRAVEL_DAYS.most,
        'days',
      ),
    },
  },
  modelCompute: {
    owner: 'every department',
    settings: {
      vmSize: {
        code: 'LH0001',
        decides: 'Size of the machines that models run on',
        allowed: 'a size of machine, e.g. Standard_D4ds_v4',
        allows: (value) => typeof value === 'string' && /^Standard_\w{2,40}$/.test(value),
        change: 'choose another name',
      },
      maxNodes: {
        ...whole('Most machines at a time', 1, 100),
        change: 'change the number; no machine runs between jobs',
      },
      priority: oneOf('Whether Azure may take a machine away, for a lower price', [
        'Dedicated',
        'LowPriority',
      ]),
    },
  },
  logs: {
    owner: 'no department',
    settings: {
      retentionDays: whole('Days that logs are kept; more than 30 cost extra', 30, 730, 'days'),
      tables: {
        code: 'LH5041',
        decides: 'What single tables keep longer, or less long; what lasts longer than 31 days costs extra',
        allowed:
          'for each table, { retentionDays, totalRetentionDays }: 4 to 730 days for queries, and as many or more until rows are gone, up to 12 years',
        allows: (value) => logTableMistakes(value).length === 0,
        change: 'correct it',
        mistakes: logTableMistakes,
      },
      dailyQuotaGb: {
        code: 'LH0002',
        decides: 'Gigabytes of logs a day after which ingestion pauses',
        allowed: 'a number of gigabytes above 0',
        allows: (value) => typeof value === 'number' && Number.isFinite(value) && value > 0,
        change: 'change the number',
      },
      lakeRequests: oneOf(
        'Which requests to lakes are logged; changes and all are many rows, in a table for a fifth of the price',
        LAKE_REQUESTS,
      ),
    },
  },
  monitoring: {
    owner: 'no department',
    settings: {
      failedRuns: threshold(
        'Failed runs of a window of a pipeline since it last succeeded, within a day',
        1,
        100,
      ),
      lateByMinutes: threshold(
        'Minutes beyond its freshness after which a table without a successful run is late',
        0,
        1440,
      ),
      zeroRowsFrom: threshold(
        'Rows a day that a source promises, from which a day with none is reported',
        1,
        1e9,
      ),
      quarantinedPercent: threshold("Percent of a day's rows of a table that may be quarantined", 0, 100),
      throttledRequests: threshold(
        'Requests in an hour that a namespace may refuse because it is busy',
        0,
        1e6,
      ),
      streamDelayMinutes: threshold(
        'Minutes that a streaming job may be behind, or silent; at most half of the shortest retention of a hub',
        15,
        2880,
      ),
      refusedRequests: threshold('Requests in an hour that a vault may refuse for want of a right', 0, 1e6),
      logCapPercent: threshold(
        'Percent of `logs.dailyQuotaGb` that may come within 24 hours; that the cap stopped the logs is always reported',
        1,
        100,
      ),
    },
  },
});

/** All groups, in the order of the page that lists them. */
export const SETTING_GROUPS = Object.freeze(Object.keys(SETTING_RULES)) as readonly SettingGroup[];

function whole(decides: string, least: number, most: number, unit?: string): SettingRule {
  return {
    code: 'LH0002',
    decides,
    allowed: `a whole number${unit === undefined ? '' : ` of ${unit}`} from ${least} to ${most}`,
    allows: (value) => isWhole(value, least, most),
    change: 'change the number',
  };
}

function threshold(decides: string, least: number, most: number): SettingRule {
  return {
    code: 'LH5022',
    decides,
    allowed: `a whole number from ${least} to ${most}, or { off: { reason: '…' } }`,
    allows: (value) => isWhole(value, least, most) || isOff(value),
    change: 'change the number, or say why the rule is off',
  };
}

/** A rule that is off with a reason. */
function isOff(value: unknown): boolean {
  const { off } = (typeof value === 'object' && value !== null ? value : {}) as { readonly off?: unknown };
  const { reason } = (typeof off === 'object' && off !== null ? off : {}) as { readonly reason?: unknown };
  return typeof reason === 'string' && reason.trim() !== '';
}

function oneOf(decides: string, values: readonly (string | number)[]): SettingRule {
  const allowed = values.every((value) => typeof value === 'number')
    ? values.join(', ')
    : listed(values.map(String));
  return {
    code: 'LH0005',
    decides,
    allowed,
    allows: (value) => values.some((one) => one === value),
    change: 'choose one',
  };
}

/** The size of a streaming job. */
function streamingUnits(what: string): SettingRule {
  return {
    code: 'LH6006',
    decides: `${what}; they bill by the hour while it runs`,
    allowed: '3, 7, or a multiple of 10 up to 120',
    allows: (value) => value === 3 || value === 7 || (isWhole(value, 10, 120) && value % 10 === 0),
    change: 'change the number',
  };
}
