import {
  type EndOfLife,
  type EndOfLifeMatch,
  ENDS_OF_LIFE,
  ENDS_OF_LIFE_READ_ON,
  type Issue,
  monthsAfter,
  TOOL_ENDS,
} from '../model';
import { computedOnce } from '../model/collections';
import { markdownTable } from './markdown-table';
import type { SynthesizedStack } from '../cost';

/** Months before an end from which it is reported. */
const NOTICE_MONTHS = 12;

/** An end of life, and what of an environment uses it. */
export interface UsedEnd extends EndOfLife {
  /** Addresses of the resources, `<stack>/<type>.<name>`; none where nothing of the environment uses it. */
  readonly usedBy: readonly string[];
}

/** Ends of life of an environment's stacks as they were written. */
export interface EndsOfLife {
  /** The environment's name. */
  readonly environment: string;
  /** Its stacks. */
  readonly stacks: readonly SynthesizedStack[];
  /** The day, `YYYY-MM-DD`, for which ends within a year are reported. @default none: the list has all days */
  readonly asOf?: string | undefined;
}

/** Every end of life of the list, with the resources that it concerns. */
export function usedEnds(stacks: readonly SynthesizedStack[]): UsedEnd[] {
  return ENDS_OF_LIFE.map((end) => ({
    ...end,
    usedBy: stacks.flatMap((stack) => end.matches.flatMap((match) => matching(stack, match))),
  }));
}

/** The ends that environments use: refused, warned of and listed are the same ones. */
const USED = new WeakMap<EndsOfLife, readonly UsedEnd[]>();

function knownEnds(ends: EndsOfLife): readonly UsedEnd[] {
  return computedOnce(USED, ends, () => usedEnds(ends.stacks));
}

/** What an environment uses and Azure has stopped: it is refused. */
export function endedIssues(ends: EndsOfLife): Issue[] {
  return reported(ends)
    .filter((end) => end.effect === 'stops' && hasEnded(end, ends))
    .map((end) => issueOf('LH9121', end, ends));
}

/** What an environment uses and ends within a year of the day, or has lost its support: a warning. */
export function endWarnings(ends: EndsOfLife): Issue[] {
  const until = ends.asOf === undefined ? '' : monthsAfter(ends.asOf, NOTICE_MONTHS);
  return reported(ends)
    .filter((end) => (hasEnded(end, ends) ? end.effect === 'unsupported' : end.endsOn <= until))
    .map((end) => issueOf('LH9122', end, ends));
}

/** What ends of an environment, and of all that the library offers, as a page. */
export function endsOfLifePage(ends: EndsOfLife): string {
  const { environment, asOf } = ends;
  const all = knownEnds(ends);
  const used = all.filter(({ usedBy }) => usedBy.length > 0);
  const others = all.filter(({ usedBy }) => usedBy.length === 0);
  return [
    `# Ends of life: ${environment}`,
    '',
    `What Azure ends of all that is made or offered, as its announcements were read on ${ENDS_OF_LIFE_READ_ON}.`,
    ...(asOf === undefined
      ? ['No day was given: every end is listed with its date, and none is called near.']
      : [`The day is ${asOf}: what ends until ${monthsAfter(asOf, NOTICE_MONTHS)} is to be moved now.`]),
    '',
    ...(asOf === undefined
      ? section('Used here', used, ends)
      : [
          ...section(
            `Used here, and ended or ending within ${NOTICE_MONTHS} months`,
            used.filter(({ endsOn }) => endsOn <= monthsAfter(asOf, NOTICE_MONTHS)),
            ends,
          ),
          ...section(
            'Used here, and ending later',
            used.filter(({ endsOn }) => endsOn > monthsAfter(asOf, NOTICE_MONTHS)),
            ends,
          ),
        ]),
    ...section('Offered, and not used here', others, ends),
    '## Tools',
    '',
    ...markdownTable(
      ['what', 'ends on', 'move to', 'source'],
      TOOL_ENDS.map(({ what, endsOn, moveTo, source }) => [what, endsOn, moveTo, source]),
    ),
    '',
  ].join('\n');
}

function section(title: string, ends: readonly UsedEnd[], of: EndsOfLife): string[] {
  const rows = ends.map((end) => [
    end.endsOn,
    end.what,
    end.decidedBy,
    hasEnded(end, of) ? WHEN_ENDED[end.effect] : WHEN_ENDS[end.effect],
    end.usedBy.join(', ') || 'nothing',
    end.moveTo,
    end.source,
  ]);
  const heading = ['ends on', 'what', 'decided by', 'then', 'used by', 'move to', 'source'];
  return [`## ${title}`, '', ...(rows.length === 0 ? ['Nothing.'] : markdownTable(heading, rows)), ''];
}

const WHEN_ENDED = { stops: 'it has stopped', unsupported: 'it works without support' } as const;
const WHEN_ENDS = { stops: 'it stops', unsupported: 'it loses its support' } as const;

function reported(ends: EndsOfLife): UsedEnd[] {
  return knownEnds(ends).filter(({ usedBy }) => usedBy.length > 0);
}

/** Whether it has ended by the day, or by that on which the list was read: an older day undoes nothing. */
function hasEnded({ endsOn }: EndOfLife, { asOf = ENDS_OF_LIFE_READ_ON }: EndsOfLife): boolean {
  return endsOn <= (asOf > ENDS_OF_LIFE_READ_ON ? asOf : ENDS_OF_LIFE_READ_ON);
}

function issueOf(code: 'LH9121' | 'LH9122', end: UsedEnd, ends: EndsOfLife): Issue {
  const [first = '', ...more] = end.usedBy;
  const users = more.length === 0 ? first : `${first} and ${more.length} more`;
  const verb = hasEnded(end, ends) ? 'ended' : 'end';
  return {
    code,
    at: `environment ${ends.environment}`,
    prop: end.decidedBy,
    got: `has ${users}: ${end.what} ${verb} on ${end.endsOn}`,
    change: `move to ${end.moveTo}; source: ${end.source}`,
  };
}

function matching({ name, terraform }: SynthesizedStack, match: EndOfLifeMatch): string[] {
  const { type, attribute, value } = match;
  return Object.entries(terraform.resource?.[type] ?? {}).flatMap(([id, block]) => {
    const found = attribute === undefined ? '' : block[attribute];
    const matches = attribute === undefined || (typeof found === 'string' && (value?.test(found) ?? true));
    return matches ? [`${name}/${type}.${id}`] : [];
  });
}
