import { describeIssue } from '../model';
import { type Changes } from './changes';
import { type EnvironmentRecord } from './record';
import { replaySteps, runsOf } from './replays';

/** The report of changes since the last record, and of acknowledged ones whose steps are still in the record, as Markdown. */
export function changesPage(
  environment: string,
  { notes, issues, replays }: Changes,
  { acknowledged }: Pick<EnvironmentRecord, 'acknowledged'>,
): string {
  const runs = runsOf(replays);
  const sections = [
    section(
      'Arrives by itself',
      'Nothing is deleted for it.',
      notes.map(({ at, text }) => `- ${at}: ${text}`),
    ),
    section(
      'Does not arrive by itself',
      'Whoever writes the record anew gives a reason.',
      issues.flatMap(({ steps, ...issue }) => [
        `- ${describeIssue({ ...issue, change: undefined })}`,
        ...numbered(steps),
      ]),
    ),
    section(
      'To run again',
      `So that rows that are there hold what the flows say now, in this order; ${runs === undefined ? 'how often is known with a day to count to' : `${runs} runs in all`}. Rows that nobody needs otherwise can stay as they are. A folder is deleted first where rows that are there would stay: of two rows of one key and one time the smaller values are kept, which can be the old ones.`,
      replays.map(
        (replay) =>
          `- ${replay.table}, which ${replay.because === 'changed' ? 'changed' : 'reads what changed'}: ${replaySteps(replay).join('; ')}`,
      ),
    ),
    section(
      'Acknowledged',
      'Delete an entry from the record once its steps are done here.',
      acknowledged.flatMap(({ change, reason, steps }) => [
        `- ${change}. Reason: ${reason}`,
        ...numbered(steps),
      ]),
    ),
  ];
  const all = sections.flat();
  const intro = [`# Changes since the last record: ${environment}`, ''];
  return [...intro, ...(all.length === 0 ? ['None.', ''] : all)].join('\n').trimEnd() + '\n';
}

function numbered(steps: readonly string[]): string[] {
  return steps.map((step, index) => `  ${index + 1}. ${step}`);
}

function section(title: string, intro: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', intro, '', ...lines, ''];
}
