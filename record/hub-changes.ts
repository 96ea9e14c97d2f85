import { type EnvironmentRecord } from './record';
import { ACKNOWLEDGE, type LastingIssue } from './table-changes';

/** Hubs whose number of partitions is another than they were made with. */
export function hubChanges(before: EnvironmentRecord, now: EnvironmentRecord): LastingIssue[] {
  return Object.entries(now.hubs ?? {}).flatMap(([name, { partitions }]): LastingIssue[] => {
    const made = before.hubs?.[name]?.partitions;
    if (made === undefined || made === partitions) return [];
    const premium =
      partitions > made
        ? `, or, in a namespace of the tier Premium, which adds partitions in place, ${ACKNOWLEDGE}`
        : '';
    return [
      {
        code: 'LH5062',
        at: name,
        prop: 'partitions',
        got: `is ${partitions}, and the hub was made with ${made}`,
        allowed: `${made}: Azure keeps the number that a hub was made with`,
        change: `take it back; or declare a source of its own beside it, and take this one out once its producers have moved${premium}`,
        steps: ['deploy: a namespace of the tier Standard refuses it, and the deployment fails there'],
      },
    ];
  });
}
