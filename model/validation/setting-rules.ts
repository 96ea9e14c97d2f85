import { DATA_FLOW_CORES, type SettingGroup, type Settings } from '../company/settings';
import { listed } from '../errors';
import { type IssueCode } from '../issues';

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

/** What every setting may be; the limits are Azure's. */
export const SETTING_RULES: { readonly [Group in SettingGroup]: SettingGroupRules<Group> } = Object.freeze({
  eventHubs: {
    owner: 'dedicated departments',
    settings: {
      throughputUnits: whole('Throughput units of the namespace; each bills by the hour', 1, 40),
      autoInflateTo: {
        code: 'LH0002',
        decides: 'Throughput units up to which Azure may raise them; it never lowers them again',
        allowed: 'a whole number from 1 to 40, not below the throughput units, or "off"',
        allows: (value) => value === 'off' || isWhole(value, 1, 40),
        change: 'change the number',
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
      streamingUnits: {
        code: 'LH6006',
        decides: 'Streaming units of StandardV2; they bill by the hour while the job runs',
        allowed: '3, 7, or a multiple of 10 up to 120',
        allows: (value) =>
          value === 3 || value === 7 || (isWhole(value, 10, 120) && Number(value) % 10 === 0),
        change: 'change the number',
      },
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
        7,
        30,
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
        allowed: 'a size of machine, e.g. Standard_DS3_v2',
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
      dailyQuotaGb: {
        code: 'LH0002',
        decides: 'Gigabytes of logs a day after which ingestion pauses',
        allowed: 'a number of gigabytes above 0',
        allows: (value) => typeof value === 'number' && Number.isFinite(value) && value > 0,
        change: 'change the number',
      },
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

function isWhole(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
