// Loaded by its first use: a synthesis without records compares none.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type TerraformStack } from 'cdktf';
import { zoneContainer } from '../constructs/core';
import {
  type Company,
  CompanyGraph,
  type Environment,
  type Issue,
  placed,
  reasonMistakes,
  throwIssues,
} from '../model';
import {
  acknowledge,
  type Changes,
  changesPage,
  changesSince,
  type EnvironmentRecord,
  hasRun,
  isUnchanged,
  parseRecord,
  recordOf,
  type RecordedTrigger,
  recordText,
} from '../record';
import { pipelineSetsIn, stacksOf } from './environment-stacks';
import type { LakehouseStack } from './lakehouse-stack';
import { firstWaitIssues, triggersIn } from './later-triggers';

/** Where records are kept, and what is done with them. */
export interface RecordOptions {
  /** The folder with a file for each environment, `<environment>.json`: in the repository, with the definitions. */
  readonly folder: string;
  /** Whether they are written: an act of its own, whose diff is read. @default false: they are compared */
  readonly renew?: boolean;
  /** Why the changes are right that do not arrive by themselves; kept in the record. @default none: such a change is an error */
  readonly reason?: string;
}

/** What is compared with records. */
interface Synthesized {
  readonly company: Company;
  readonly environments: readonly Environment[];
  readonly stacks: readonly TerraformStack[];
  /** The day, `YYYY-MM-DD`, before which windows have ended, to count those to run again. @default none: they are not counted */
  readonly asOf: string | undefined;
}

/** A record before and now. */
interface Compared {
  readonly environment: Environment;
  readonly file: string;
  /** There where one was written. */
  readonly before?: EnvironmentRecord;
  readonly now: EnvironmentRecord;
  readonly changes: Changes;
}

const NO_CHANGES: Changes = { notes: [], issues: [], replays: [] };

/** The records of some environments: compared with what the definitions are now, and written where that is asked for. */
export class Records {
  private constructor(
    private readonly all: readonly Compared[],
    private readonly options: RecordOptions,
  ) {}

  /**
   * Compares what the stacks come to with the records that are there.
   *
   * @throws LakehouseError when a record cannot be read, or a change that does not arrive by itself is not acknowledged.
   */
  static compared({ company, environments, stacks, asOf }: Synthesized, options: RecordOptions): Records {
    const { reason, renew = false } = options;
    throwIssues('records', placed('records', givenReasonMistakes(reason)));
    const all = environments.map((environment): Compared => {
      const graph = CompanyGraph.of(company, environment);
      const file = join(options.folder, `${environment.name}.json`);
      const before = read(file, company, environment);
      const own = stacksOf(environment, stacks);
      const triggers = triggersOf(environment, own);
      const now = recordOf({ company, environment, triggers, container: zoneContainer });
      const changes = before
        ? changesSince({ before, now, graph, asOf, subjects: subjectsOf(own) })
        : NO_CHANGES;
      return { environment, file, ...(before && { before }), now, changes };
    });
    throwIssues(
      'synthesis',
      all.flatMap((compared) => firstWaits(compared, stacks)),
    );
    const issues = all.flatMap(({ changes, file }) =>
      changes.issues.map((issue) => ({ ...issue, at: `${shownPath(file)} ${issue.at}` })),
    );
    if (!(renew && reason !== undefined)) throwIssues('changes since the last record', issues);
    return new Records(all, options);
  }

  /** The report of each environment that has a record, by the name of its file. */
  pages(): (readonly [file: string, content: string])[] {
    return this.all
      .filter(({ before }) => before)
      .map((compared) => {
        const { name } = compared.environment;
        return [`${name}.md`, changesPage(name, compared.changes, this.renewed(compared))];
      });
  }

  /** Writes the records where that is asked for. Gives the lines to print. */
  finish(): string[] {
    return this.all.flatMap((compared) => {
      const { file, before, changes } = compared;
      const shown = shownPath(file);
      if (this.options.renew) {
        save(file, recordText(this.renewed(compared)));
        return [`recorded ${shown}`];
      }
      if (!before) return [`no record ${shown}: changes cannot be seen until one is written`];
      if (isUnchanged(changes)) return [];
      return [
        ...changes.notes.map(({ at, text }) => `  changed  ${at}: ${text}`),
        `since ${shown}: ${changes.notes.length} changes, ${changes.replays.length} tables to run again; write the record anew`,
      ];
    });
  }

  private renewed({ now, before, changes }: Pick<Compared, 'now' | 'before' | 'changes'>): EnvironmentRecord {
    const { reason, renew } = this.options;
    const issues = renew ? changes.issues : [];
    return acknowledge(now, before, { issues, reason: reason ?? '' });
  }
}

/** The triggers of an environment's stacks, as Azure gets them. */
function triggersOf(
  environment: Environment,
  stacks: readonly LakehouseStack[],
): Record<string, RecordedTrigger> {
  const triggers = pipelineSetsIn(stacks).flatMap(({ triggers: made, definition }) =>
    definition.triggers.map(({ name, interval, fills }): [string, RecordedTrigger] => {
      const from = environment.running && made[name]?.startTimeInput;
      return [
        name,
        {
          everyMinutes: interval.minutes,
          ...(fills && { fills }),
          ...(from !== undefined && { from }),
        },
      ];
    }),
  );
  return Object.fromEntries(triggers);
}

/** What each trigger runs for, as `running.since` names it. */
function subjectsOf(stacks: readonly LakehouseStack[]): Record<string, string> {
  return Object.fromEntries(
    triggersIn(stacks).flatMap(({ name, subject }) => (subject === undefined ? [] : [[name, subject]])),
  );
}

/** Where nothing has run, nothing was added later that others could wait for. */
function firstWaits({ environment, before }: Compared, stacks: readonly TerraformStack[]): Issue[] {
  if (before === undefined || hasRun(before)) return [];
  return firstWaitIssues({ environment, triggers: triggersIn(stacksOf(environment, stacks)) });
}

function givenReasonMistakes(reason: string | undefined) {
  return reason === undefined ? [] : reasonMistakes('reason', reason, 'say why the change is right');
}

function read(file: string, { code }: Company, { name }: Environment): EnvironmentRecord | undefined {
  if (!existsSync(file)) return undefined;
  const expected = { file: shownPath(file), company: code, environment: name };
  return parseRecord(readFileSync(file, 'utf8'), expected);
}

/** Whole or not at all: a record that is half written would be read as none. */
function save(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  const draft = `${file}.draft`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

function shownPath(file: string): string {
  return relative(process.cwd(), file).replaceAll('\\', '/');
}
