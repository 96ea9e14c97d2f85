import { type EnvironmentRecord, type RecordedTrigger } from './record';
import { ACKNOWLEDGE, type ChangeNote, type LastingIssue } from './table-changes';
import { describeWindows, windowsIn } from './windows';

type Triggers = EnvironmentRecord['triggers'];

/**
 * What changed of the triggers of an environment: those that are replaced are issues, one for each way in which they change. One
 * that had no day to run from has run nothing, and nothing is lost with it.
 */
export function triggerChanges(
  before: EnvironmentRecord,
  now: EnvironmentRecord,
  asOf: string | undefined,
): { readonly notes: readonly ChangeNote[]; readonly issues: readonly LastingIssue[] } {
  const at = `environment ${now.environment}`;
  const replaced = new Map<string, string[]>();
  for (const [name, trigger] of Object.entries(now.triggers)) {
    const old = before.triggers[name];
    const how = old?.from === undefined ? undefined : changeOf(old, trigger);
    if (how !== undefined) replaced.set(how, [...(replaced.get(how) ?? []), name]);
  }
  return {
    notes: [
      ...listedNote(at, 'new, and runs every window since its start', added(before.triggers, now.triggers)),
      ...listedNote(at, 'gone', added(now.triggers, before.triggers)),
    ],
    issues: [...replaced].map(([how, names]): LastingIssue => ({
      code: 'LH8209',
      at,
      prop: 'triggers',
      got: `have ${how}: ${names.join(', ')}`,
      allowed: 'the start and the interval that they were made with',
      change:
        `take it back, or let Azure replace ${names.length === 1 ? 'it' : 'them'}, which runs ` +
        `${runsAgain(names, now.triggers, asOf)} again; ${ACKNOWLEDGE}`,
      steps: [`deploy: the new triggers run ${runsAgain(names, now.triggers, asOf)} again`],
    })),
  };
}

function changeOf(before: RecordedTrigger, now: RecordedTrigger): string | undefined {
  const ways = [
    ...(before.from === now.from ? [] : [`another start, ${now.from ?? 'none'} instead of ${before.from}`]),
    ...(before.everyMinutes === now.everyMinutes
      ? []
      : [`another interval, ${now.everyMinutes} minutes instead of ${before.everyMinutes}`]),
  ];
  return ways.length === 0 ? undefined : ways.join(', and ');
}

function runsAgain(names: readonly string[], triggers: Triggers, asOf: string | undefined): string {
  const all = names.flatMap((name) => {
    const trigger = triggers[name];
    if (trigger?.from === undefined) return [];
    return [windowsIn({ from: trigger.from, asOf }, trigger.everyMinutes)];
  });
  const [only] = all;
  if (all.length === 1 && only) return describeWindows(only);
  const count = all.reduce<number | undefined>(
    (sum, each) => (sum === undefined || each.count === undefined ? undefined : sum + each.count),
    0,
  );
  return count === undefined ? 'every window since the start' : `${count} windows`;
}

function added(before: Triggers, now: Triggers): string[] {
  return Object.keys(now).filter((name) => before[name] === undefined);
}

function listedNote(at: string, what: string, names: readonly string[]): ChangeNote[] {
  if (names.length === 0) return [];
  const text =
    names.length === 1
      ? `the trigger ${names.join()} is ${what}`
      : `triggers are ${what}: ${names.join(', ')}`;
  return [{ at, text }];
}
