import { type EnvironmentRecord, type RecordedTrigger } from './record';
import { ACKNOWLEDGE, type ChangeNote, type LastingIssue } from './table-changes';
import { describeWindows, windowsIn } from './windows';

type Triggers = EnvironmentRecord['triggers'];

/** What is known beside the records. */
interface Known {
  /** The day, `YYYY-MM-DD`, before which windows have ended. */
  readonly asOf?: string | undefined;
  /** What triggers run for, by their names. */
  readonly subjects?: Readonly<Record<string, string>> | undefined;
}

/** Whether triggers of an environment have run: they had a day to run from. */
export function hasRun({ triggers }: Pick<EnvironmentRecord, 'triggers'>): boolean {
  return firstOf(triggers) !== undefined;
}

/**
 * What changed of the triggers of an environment: those that are replaced are issues, one for each way in which they change. One
 * that had no day to run from has run nothing, and nothing is lost with it. New ones that would run all windows since an environment
 * that runs began are an issue too.
 */
export function triggerChanges(
  before: EnvironmentRecord,
  now: EnvironmentRecord,
  { asOf, subjects = {} }: Known,
): { readonly notes: readonly ChangeNote[]; readonly issues: readonly LastingIssue[] } {
  const at = `environment ${now.environment}`;
  const replaced = new Map<string, string[]>();
  for (const [name, trigger] of Object.entries(now.triggers)) {
    const old = before.triggers[name];
    const how = old?.from === undefined ? undefined : changeOf(old, trigger);
    if (how !== undefined) replaced.set(how, [...(replaced.get(how) ?? []), name]);
  }
  const newOnes = added(before.triggers, now.triggers);
  const early = newOnes.filter((name) => isEarly(before.triggers, now.triggers[name], asOf));
  return {
    notes: [
      ...newNotes(
        at,
        newOnes.filter((name) => !early.includes(name)),
        { triggers: now.triggers, asOf },
      ),
      ...listedNote(at, 'gone', added(now.triggers, before.triggers)),
    ],
    issues: [
      ...earlyIssues(now, early, { asOf, subjects }),
      ...[...replaced].map(([how, names]): LastingIssue => ({
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
    ],
  };
}

/** The start of the first window of all, or undefined where nothing has a day. */
function firstOf(triggers: Triggers): string | undefined {
  return Object.values(triggers)
    .flatMap(({ from }) => from ?? [])
    .sort()[0];
}

/** Whether a new trigger begins where those did that have run, and has windows to run at once. */
function isEarly(before: Triggers, trigger: RecordedTrigger | undefined, asOf: string | undefined): boolean {
  const first = firstOf(before);
  if (first === undefined || trigger?.from === undefined || trigger.from > first) return false;
  return (
    windowsIn({ from: trigger.from, ...(asOf !== undefined && { asOf }) }, trigger.everyMinutes).count !== 0
  );
}

function earlyIssues(
  now: EnvironmentRecord,
  names: readonly string[],
  { asOf, subjects = {} }: Known,
): LastingIssue[] {
  if (names.length === 0) return [];
  const runs = runsAgain(names, now.triggers, asOf);
  return [
    {
      code: 'LH8210',
      at: `environment ${now.environment}`,
      prop: 'triggers',
      got: `are new, and begin with the first window of all: ${names.join(', ')}`,
      allowed: 'a first day of its own for what is added to an environment that runs',
      change:
        `add to running ${sinceLine(names, { now, asOf, subjects })}, and bring older days by the backfill pipeline; ` +
        `or let ${names.length === 1 ? 'it' : 'them'} run ${runs} at once; ${ACKNOWLEDGE}`,
      steps: [`deploy: the new triggers run ${runs} at once`],
    },
  ];
}

/** The line to add, with the name of a source or table where all triggers of it are new, and otherwise those of triggers. */
function sinceLine(
  names: readonly string[],
  { now, asOf, subjects = {} }: Known & { readonly now: EnvironmentRecord },
): string {
  const keys = names.map((name) => {
    const subject = subjects[name];
    const all = Object.keys(now.triggers).filter((other) => subjects[other] === subject);
    return subject !== undefined && all.every((other) => names.includes(other)) ? subject : name;
  });
  const day = asOf ?? '<day of deployment>';
  return `since: { ${[...new Set(keys)].map((key) => `'${key}': '${day}'`).join(', ')} }`;
}

/** New triggers that do not run everything, by their first day. */
function newNotes(
  at: string,
  names: readonly string[],
  { triggers, asOf }: { readonly triggers: Triggers; readonly asOf: string | undefined },
): ChangeNote[] {
  const starts = [...new Set(names.map((name) => triggers[name]?.from))];
  return starts.flatMap((from) => {
    const own = names.filter((name) => triggers[name]?.from === from);
    return listedNote(
      at,
      from === undefined ? 'new' : `new, with ${newRuns(own, { from, triggers, asOf })}`,
      own,
    );
  });
}

function newRuns(
  names: readonly string[],
  {
    from,
    triggers,
    asOf,
  }: { readonly from: string; readonly triggers: Triggers; readonly asOf?: string | undefined },
): string {
  const since = `every window since ${from}`;
  return asOf === undefined ? since : `${since} (${runsAgain(names, triggers, asOf)})`;
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
