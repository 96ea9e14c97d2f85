/** What Azure counts, and how the Retail Prices API names it. */
export interface Meter {
  /** What one unit is, in words. */
  readonly unit: string;
  /** How many of what is counted make one unit: 1,000 runs. @default 1 */
  readonly per?: number;
  /** How a price of the Retail Prices API is known to be this meter's. */
  readonly retail: {
    /** Its `meterName`. */
    readonly meterName: RegExp;
    /** Its `productName`. @default any */
    readonly productName?: RegExp;
    /** Its `skuName`. @default any */
    readonly skuName?: RegExp;
    /** Its `unitOfMeasure`, and how many of them are one unit of the meter. */
    readonly units: Readonly<Record<string, number>>;
  };
}

/** Hours of a month, as Azure's own calculator counts them. */
export const MONTH_HOURS = 730;
/** Days of a month. */
export const MONTH_DAYS = MONTH_HOURS / 24;

const factory = (name: string, unit: string, per: number, units: Record<string, number>): Meter => ({
  unit,
  per,
  retail: { meterName: new RegExp(`^${name}$`), productName: /^Azure Data Factory v2$/, units },
});
const dataFlow = (kind: string): Meter => ({
  unit: 'vCore hour',
  retail: {
    meterName: /vCore$/,
    productName: new RegExp(`^Azure Data Factory v2 Data Flow - ${kind}$`),
    units: { '1 Hour': 1 },
  },
});
const storage = (what: string, unit: string, per: number, sku: string): Meter => ({
  unit,
  per,
  retail: {
    meterName: new RegExp(`${what}$`),
    productName: /^Azure Data Lake Storage Gen2/,
    skuName: new RegExp(`^${sku}$`),
    units: { '1 GB/Month': 1, '10K': 1 },
  },
});
const stored = (tier: string, redundancy: string): Meter =>
  storage('Data Stored', 'GB month', 1, `${tier} ${redundancy}`);
const endpoint = (what: string, unit: string): Meter => ({
  unit,
  retail: {
    meterName: new RegExp(`^Standard ${what}$`),
    productName: /^Virtual Network Private Link$/,
    units: { '1 Hour': 1, '1 GB': 1 },
  },
});
const alertAt = (minutes: number): Meter => ({
  unit: 'rule month',
  retail: {
    meterName: new RegExp(`^Alerts System Log Monitored at ${minutes} Minute Frequency$`),
    units: { '1/Month': 1 },
  },
});
const registry = (sku: string): Meter => ({
  unit: 'day',
  retail: {
    meterName: new RegExp(`^${sku} Registry Unit$`),
    productName: /^Container Registry$/,
    units: { '1/Day': 1 },
  },
});
const machine = (size: string): Meter => ({
  unit: 'hour',
  retail: {
    meterName: new RegExp(`^${size}$`),
    productName: /^Virtual Machines (?!.*Windows)/,
    skuName: new RegExp(`^${size}$`),
    units: { '1 Hour': 1 },
  },
});

/** Every meter that a bill can have lines of. */
export const METERS = Object.freeze({
  'data-factory/orchestration': factory('Cloud Orchestration Activity Run', '1,000 runs', 1000, { '1K': 1 }),
  'data-factory/copy': factory('Cloud Data Movement', 'integration unit hour', 1, { '1 Hour': 1 }),
  'data-factory/pipeline-activity': factory('Cloud Pipeline Activity', 'hour', 1, { '1 Hour': 1 }),
  'data-factory/pipeline-activity-managed': factory('Azure Managed VNET Pipeline Activity', 'hour', 1, {
    '1 Hour': 1,
  }),
  'data-factory/external-activity': factory('Cloud External Pipeline Activity', 'hour', 1, { '1 Hour': 1 }),
  'data-factory/external-activity-managed': factory(
    'Azure Managed VNET External Pipeline Activity',
    'hour',
    1,
    { '1 Hour': 1 },
  ),
  'data-factory/data-flow-General': dataFlow('General Purpose'),
  'data-factory/data-flow-MemoryOptimized': dataFlow('Memory Optimized'),
  'data-factory/inactive-pipeline': factory('Inactive Pipeline', 'pipeline month', 1, { '1/Month': 1 }),
  'data-factory/read-write': factory('Cloud Read Write Operations', '50,000 entities', 50_000, { '50K': 1 }),
  'event-hubs/throughput-unit': {
    unit: 'unit hour',
    retail: {
      meterName: /Throughput Unit$/,
      productName: /^Event Hubs$/,
      skuName: /^Standard$/,
      units: { '1 Hour': 1 },
    },
  },
  'event-hubs/events': {
    unit: 'million events',
    per: 1_000_000,
    retail: {
      meterName: /Ingress Events$/,
      productName: /^Event Hubs$/,
      skuName: /^Standard$/,
      units: { '1M': 1 },
    },
  },
  'stream-analytics/unit-v2': {
    unit: 'V2 unit hour',
    retail: {
      // The answers of November 2026 end in `/Job`; earlier ones did not.
      meterName: /Standard V2 Streaming Unit(\/Job)?$/,
      productName: /^Stream Analytics/,
      units: { '1 Hour': 1 },
    },
  },
  'stream-analytics/unit': {
    unit: 'unit hour',
    retail: {
      meterName: /Standard Streaming Unit$/,
      productName: /^Stream Analytics/,
      units: { '1 Hour': 1 },
    },
  },
  'storage/hot-LRS': stored('Hot', 'LRS'),
  'storage/hot-ZRS': stored('Hot', 'ZRS'),
  'storage/hot-GRS': stored('Hot', 'GRS'),
  'storage/hot-GZRS': stored('Hot', 'GZRS'),
  'storage/cool-LRS': stored('Cool', 'LRS'),
  'storage/cool-ZRS': stored('Cool', 'ZRS'),
  'storage/cool-GRS': stored('Cool', 'GRS'),
  'storage/cool-GZRS': stored('Cool', 'GZRS'),
  'storage/geo-transfer': {
    unit: 'GB copied',
    retail: { meterName: /^Geo-Replication( v2)? Data Transfer$/i, units: { '1 GB': 1 } },
  },
  'storage/writes': storage('(?<!Iterative) Write Operations', '10,000 writes', 10_000, 'Hot \\w+'),
  'storage/reads': storage('(?<!Iterative) Read Operations', '10,000 reads', 10_000, 'Hot \\w+'),
  'synapse/serverless': {
    unit: 'TB read',
    retail: {
      meterName: /Data Processed$/,
      productName: /^Azure Synapse Analytics Serverless SQL Pool$/,
      units: { '1 TB': 1 },
    },
  },
  'synapse/dedicated-DW100c': {
    unit: 'hour',
    retail: {
      meterName: /^100 DWUs$/,
      productName: /^Azure Synapse Analytics Dedicated SQL Pool$/,
      units: { '1 Hour': 1 },
    },
  },
  'network/private-endpoint': endpoint('Private Endpoint', 'endpoint hour'),
  'network/private-link-data': endpoint('Data Processed - Ingress', 'GB'),
  'network/private-dns-zone': {
    unit: 'zone month',
    retail: {
      meterName: /^Private Zone$/,
      productName: /^Azure DNS$/,
      units: { '1/Month': 1, '1': 1 },
    },
  },
  'network/peering': {
    unit: 'GB',
    retail: { meterName: /^Intra-Region (Ingress|Egress)$/, units: { '1 GB': 1 } },
  },
  'logs/ingestion': {
    unit: 'GB',
    retail: {
      meterName: /^Analytics Logs Data Ingestion$/,
      skuName: /^Analytics Logs$/,
      units: { '1 GB': 1 },
    },
  },
  'logs/retention': {
    unit: 'GB month',
    retail: {
      meterName: /^Analytics Logs Data Retention$/,
      skuName: /^Analytics Logs$/,
      units: { '1 GB/Month': 1 },
    },
  },
  'logs/long-term-retention': {
    unit: 'GB month',
    retail: {
      meterName: /^Data Archive$/,
      productName: /^Azure Monitor$/,
      units: { '1 GB/Month': 1, '1 GB': 1 },
    },
  },
  'logs/basic-ingestion': {
    unit: 'GB',
    retail: {
      meterName: /^Basic Logs Data Ingestion$/,
      productName: /^Azure Monitor$/,
      units: { '1 GB': 1 },
    },
  },
  'monitor/metric-series': {
    unit: 'series month',
    retail: { meterName: /^Alerts Metric Monitored$/, units: { '1/Month': 1, '1': 1 } },
  },
  'monitor/log-rule-1m': alertAt(1),
  'monitor/log-rule-5m': alertAt(5),
  'monitor/log-rule-10m': alertAt(10),
  'monitor/log-rule-15m': alertAt(15),
  'monitor/log-series-15m': {
    unit: 'series month',
    retail: { meterName: /^Alerts Resource Monitored at 15 Minute Frequency$/, units: { '1/Month': 1 } },
  },
  'key-vault/operations': {
    unit: '10,000 operations',
    per: 10_000,
    retail: {
      meterName: /^Operations$/,
      productName: /^Key Vault$/,
      skuName: /^Standard$/,
      units: { '10K': 1 },
    },
  },
  'machine-learning/Standard_DS3_v2': machine('DS3 v2'),
  'machine-learning/Standard_D2s_v3': machine('D2s v3'),
  'machine-learning/Standard_D4s_v3': machine('D4s v3'),
  'machine-learning/Standard_D8s_v3': machine('D8s v3'),
  'machine-learning/Standard_E4s_v3': machine('E4s v3'),
  'machine-learning/Standard_F4s_v2': machine('F4s v2'),
  'machine-learning/Standard_D2ds_v4': machine('D2ds v4'),
  'machine-learning/Standard_D4ds_v4': machine('D4ds v4'),
  'machine-learning/Standard_D8ds_v4': machine('D8ds v4'),
  'machine-learning/Standard_D2ds_v5': machine('D2ds v5'),
  'machine-learning/Standard_D4ds_v5': machine('D4ds v5'),
  'machine-learning/Standard_D8ds_v5': machine('D8ds v5'),
  'machine-learning/Standard_E4ds_v5': machine('E4ds v5'),
  'container-registry/Basic': registry('Basic'),
  'container-registry/Standard': registry('Standard'),
  'container-registry/Premium': registry('Premium'),
  'container-apps/vcpu': {
    unit: 'vCPU second',
    retail: {
      meterName: /^Standard vCPU Active Usage$/,
      productName: /^Azure Container Apps$/,
      units: { '1 Second': 1 },
    },
  },
  'container-apps/memory': {
    unit: 'GiB second',
    retail: {
      meterName: /^Standard Memory Active Usage$/,
      productName: /^Azure Container Apps$/,
      units: { '1 GiB Second': 1 },
    },
  },
  'fabric/capacity-unit': {
    unit: 'capacity unit hour',
    retail: {
      meterName: /Capacity Usage CU$/,
      productName: /^Fabric Capacity$/,
      units: { '1 Hour': 1 },
    },
  },
} as const satisfies Readonly<Record<string, Meter>>);

/** The name of a meter. */
export type MeterId = keyof typeof METERS;

/** What a meter is. */
export function meterOf(id: MeterId): Meter {
  return METERS[id];
}

/** Whether a name is that of a meter: sizes of machines are many. */
export function isMeter(id: string): id is MeterId {
  return Object.hasOwn(METERS, id);
}
