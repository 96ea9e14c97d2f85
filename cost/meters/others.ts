import { isMeter, type MeterId, MONTH_DAYS, MONTH_HOURS } from '../prices/meters';
import { combined, exactly, product, type Range } from '../range';
import { textOf } from '../synthesized-stacks';
import { monthlyGigabytes } from './storage';
import { type Usage, type UsageOf } from './usage';

/** What an endpoint costs because it is there, and a data factory's by what passes it. */
export const endpointUsage: UsageOf = (resource, { stacks, volumes, assumed, runs }) => {
  const standing: Usage = {
    resource,
    what: 'endpoint',
    meter: 'network/private-endpoint',
    quantity: exactly(MONTH_HOURS),
  };
  if (textOf(resource.block, 'subresource_name') !== 'dfs') return [standing];
  const { key } = stacks.placeOf(resource.stack, resource.block.data_factory_id);
  const served = new Set(
    runs.triggered
      .filter(({ factory }) => factory.key === key)
      .map(({ pipeline }) => stacks.departmentOf(pipeline.resource.stack)),
  );
  const gigabytes = monthlyGigabytes(volumes.filter(({ department }) => served.has(department)));
  return [
    standing,
    {
      resource,
      what: 'data through the endpoint',
      meter: 'network/private-link-data',
      quantity: product(gigabytes, assumed.linkPasses),
      assumptions: ['linkPasses', 'rowTextFill'],
    },
  ];
};

/** What the names of private endpoints cost. */
export const zoneUsage: UsageOf = (resource) => [
  { resource, what: 'zone', meter: 'network/private-dns-zone', quantity: exactly(1) },
];

/** What passes from one virtual network to another. */
export const peeringUsage: UsageOf = (resource, { assumed }) => [
  {
    resource,
    what: 'data through the peering, in and out',
    meter: 'network/peering',
    quantity: product(assumed.peeringGigabytes, 2),
    assumptions: ['peeringGigabytes'],
  },
];

/** What a metric alert costs: a series for each condition on each resource. */
export const metricAlertUsage: UsageOf = (resource) => {
  const count = (attribute: string): number => {
    const value = resource.block[attribute];
    return Array.isArray(value) ? value.length : value === undefined ? 0 : 1;
  };
  const series = Math.max(1, count('scopes')) * Math.max(1, count('criteria') + count('dynamic_criteria'));
  return [{ resource, what: 'alert', meter: 'monitor/metric-series', quantity: exactly(series) }];
};

const SERIES_OF_SLOWEST: Readonly<Record<number, number>> = { 1: 6, 5: 3, 10: 2, 15: 1 };

/** What a log alert costs, by how often it looks, and by what it reports at the same time. */
export const logAlertUsage: UsageOf = (resource, { assumed }) => {
  const minutes = minutesOf(textOf(resource.block, 'evaluation_frequency'));
  const every = [1, 5, 10].find((most) => minutes <= most) ?? 15;
  const isSplit = JSON.stringify(resource.block.criteria ?? '').includes('"dimension":[{');
  const line = { resource, what: `alert, every ${minutes} minutes` };
  return [
    {
      ...line,
      meter: `monitor/log-rule-${every}m` as MeterId,
      quantity: exactly(1),
    },
    ...(isSplit
      ? [
          {
            ...line,
            what: 'further series that an alert reports',
            meter: 'monitor/log-series-15m' as const,
            // A further series costs a tenth of its rule: so many times that of the slowest rules.
            quantity: product(assumed.furtherSeries, SERIES_OF_SLOWEST[every] ?? 1),
            assumptions: ['furtherSeries'] as const,
          },
        ]
      : []),
  ];
};

function minutesOf(duration: string): number {
  const [, days = 0, hours = 0, minutes = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return Number(days) * 1440 + Number(hours) * 60 + Number(minutes) || 15;
}

/** What a vault costs by how often it is asked. */
export const vaultUsage: UsageOf = (resource, { assumed }) => [
  {
    resource,
    what: 'operations',
    meter: 'key-vault/operations',
    quantity: assumed.vaultOperations,
    assumptions: ['vaultOperations'],
  },
];

/** What a cluster of machines for models costs while models run; what it keeps at least runs all month. */
export const clusterUsage: UsageOf = (resource, { runs }) => {
  const size = textOf(resource.block, 'vm_size');
  const meter = `machine-learning/${size}`;
  const scale = resource.block.scale_settings as { min_node_count?: number } | undefined;
  const standing = (scale?.min_node_count ?? 0) * MONTH_HOURS;
  const used = product(runs.monthOf(resource.stack).amount('modelMinutes'), 1 / 60);
  const hours: Range = combined([used], (value) => Math.max(value, standing));
  return [
    {
      resource,
      what: `machines of size ${size}, while models run`,
      meter: isMeter(meter) ? meter : { unknown: `a machine of size ${size}, by the hour` },
      quantity: hours,
      assumptions: ['modelMinutes'],
    },
  ];
};

/** What queries on gold cost by what they read: the pipelines' own, and people's. */
export const workspaceUsage: UsageOf = (resource, { runs, stacks, assumed, running }) => {
  if (!running) return [];
  const isShared = stacks.departmentOf(resource.stack) === 'platform';
  const departments = runs.queryingStacks.filter((stack) =>
    isShared ? stacks.ofTypeIn(resource.type, stack).length === 0 : stack === resource.stack,
  );
  return departments.flatMap((stack) => {
    const terabytes = (queries: Range): Range => product(queries, assumed.gigabytesPerQuery, 1 / 1024);
    return [
      {
        resource,
        stack,
        what: 'queries of its pipelines',
        meter: 'synapse/serverless' as const,
        quantity: terabytes(runs.monthOf(stack).amount('queries')),
        assumptions: ['gigabytesPerQuery'] as const,
      },
      {
        resource,
        stack,
        what: 'queries of people and applications',
        meter: 'synapse/serverless' as const,
        quantity: terabytes(product(assumed.consumerQueriesPerDay, MONTH_DAYS)),
        assumptions: ['consumerQueriesPerDay', 'gigabytesPerQuery'] as const,
      },
    ];
  });
};

/** What a dedicated pool costs, used or not. */
export const poolUsage: UsageOf = (resource) => {
  const size = textOf(resource.block, 'sku_name');
  const meter = `synapse/dedicated-${size}`;
  return [
    {
      resource,
      what: `dedicated pool ${size}`,
      meter: isMeter(meter) ? meter : { unknown: `a dedicated pool ${size}, by the hour` },
      quantity: exactly(MONTH_HOURS),
    },
  ];
};

/** What a capacity for Power BI costs, used or not. */
export const fabricUsage: UsageOf = (resource) => {
  const sku = [resource.block.sku].flat()[0] as { name?: string } | undefined;
  const units = Number(/^F(\d+)$/.exec(sku?.name ?? '')?.[1] ?? 0);
  return [
    {
      resource,
      what: `${units} capacity units`,
      meter: 'fabric/capacity-unit',
      quantity: exactly(units * MONTH_HOURS),
    },
  ];
};

/** What a registry of containers costs. */
export const registryUsage: UsageOf = (resource) => {
  const meter = `container-registry/${textOf(resource.block, 'sku')}`;
  return [
    {
      resource,
      what: 'registry',
      meter: isMeter(meter) ? meter : { unknown: `a registry, ${textOf(resource.block, 'sku')}` },
      quantity: exactly(MONTH_DAYS),
    },
  ];
};
