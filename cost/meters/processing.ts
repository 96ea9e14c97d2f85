import { type AssumptionName } from '../assumptions';
import { type WorkKind } from '../factory/work';
import { type MeterId } from '../prices/meters';
import { exactly, isNothing, product } from '../range';
import { type Usage, type UsageOf } from './usage';

/** The meters of what pipelines do: what they are used for, and what their quantities are assumed by. */
export const PROCESSING: readonly (readonly [
  kind: WorkKind,
  meter: MeterId,
  what: string,
  assumptions: readonly AssumptionName[],
])[] = [
  ['orchestration', 'data-factory/orchestration', 'activity runs', ['failedRunsShare', 'forEachItems']],
  ['copy', 'data-factory/copy', 'copies', ['copyMinutes', 'copyMegabytesPerUnitMinute', 'failedRunsShare']],
  [
    'data-flow-General',
    'data-factory/data-flow-General',
    'data flows',
    [
      'clusterStartMinutes',
      'flowMinutesFirstTable',
      'flowMinutesFurtherTable',
      'flowMegabytesPerCoreMinute',
      'failedRunsShare',
    ],
  ],
  [
    'data-flow-MemoryOptimized',
    'data-factory/data-flow-MemoryOptimized',
    'data flows',
    ['clusterStartMinutes', 'flowMinutesFirstTable', 'flowMinutesFurtherTable', 'failedRunsShare'],
  ],
  [
    'pipeline-activity',
    'data-factory/pipeline-activity',
    'lookups, deletions and waits',
    ['lookupMinutes', 'waitMinutes'],
  ],
  [
    'pipeline-activity-managed',
    'data-factory/pipeline-activity-managed',
    'lookups, deletions and waits in a managed network',
    ['lookupMinutes', 'waitMinutes'],
  ],
  ['external-activity', 'data-factory/external-activity', 'scripts, procedures and calls', ['queryMinutes']],
  [
    'external-activity-managed',
    'data-factory/external-activity-managed',
    'scripts, procedures and calls in a managed network',
    ['queryMinutes'],
  ],
];

const NOTHING_USED: readonly never[] = Object.freeze([]);

/** What the runs of a trigger use. */
export const triggerUsage: UsageOf = (resource, { runs, running }) => {
  if (!running) return [];
  return runs.of(resource).flatMap(({ run, perMonth, pipeline }) =>
    PROCESSING.flatMap(([kind, meter, what, assumptions]): Usage | readonly never[] => {
      const amount = run.amount(kind);
      if (isNothing(amount)) return NOTHING_USED;
      return {
        resource: pipeline.resource,
        what,
        meter,
        quantity: product(amount, perMonth),
        assumptions,
      };
    }),
  );
};

/** What a pipeline costs that nobody starts. */
export const pipelineUsage: UsageOf = (resource, { runs }) => {
  const inactive = runs.inactiveOf(resource);
  if (inactive === undefined) return [];
  return [
    {
      resource,
      what: 'pipeline without a trigger or a run',
      meter: 'data-factory/inactive-pipeline',
      quantity: inactive.always ? exactly(1) : { low: 0, likely: 1, high: 1 },
    },
  ];
};

/** What reading a factory's resources costs, which every plan does. */
export const factoryUsage: UsageOf = (resource, { runs, stacks, assumed }) => {
  const { key } = stacks.placeOf(resource.stack, `\${${resource.type}.${resource.name}.id}`);
  const inside = runs.factories.filter((factory) => factory.key === key);
  const entities = inside.reduce((sum, { size }) => sum + size, 0);
  return [
    {
      resource,
      what: 'reading and writing its resources',
      meter: 'data-factory/read-write',
      quantity: product(assumed.plansPerMonth, entities),
      assumptions: ['plansPerMonth'],
    },
  ];
};
