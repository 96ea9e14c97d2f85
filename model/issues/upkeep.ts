import { type IssueKinds } from './kind';

/** LH9121 to LH9139: what ends, what grows, and what it is kept for. */
export const UPKEEP_ISSUES = {
  LH9121: {
    title: 'something is used that Azure has ended',
    why: 'From its last day on it cannot be made any more, or stops what has it: the deployment fails, or what was deployed stands still.',
    example: "settings: { modelCompute: { vmSize: 'Standard_NC6s_v3' } }",
    mend: "settings: { modelCompute: { vmSize: 'Standard_NC24ads_A100_v4' } }",
  },
  LH9122: {
    title: 'something is used that ends soon, or that nobody supports any more',
    why: 'It works for now. The end is reported a year before, for the day that the synthesis is given; what has lost its support is always reported.',
    example: "run: publishedPipeline({ experiment: 'demand' })",
    mend: 'run: batchEndpoint()',
  },
  LH9123: {
    title: 'a hub, namespace or streaming job is too small for what its contracts promise',
    why: 'Events that are not taken are refused, or read later and later until the hub forgets them. This is judged by the mean of a day and the least size of rows: what only the busiest hour fills is on the page of growth.',
    example: 'expectedRowsPerDay: 500_000_000, with one throughput unit',
    mend: 'settings: { eventHubs: { throughputUnits: 10 } }',
  },
} as const satisfies IssueKinds;
