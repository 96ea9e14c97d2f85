import { type IssueCode } from './issues';

/** What is wrong with one value, such as an expression; what uses it adds the property. */
export interface Flaw {
  /** The kind of mistake, as `docs/errors.md` explains it. */
  readonly code: IssueCode;
  /** What was received, ready to read. */
  readonly got: string;
  /** What would have been accepted; left out where the sentence says it already. */
  readonly allowed?: string;
  /** What to change; left out where the sentence says it already. */
  readonly change?: string;
}

/** What is wrong with one thing, such as a step or a construct; whoever checks it adds where that is. */
export interface Mistake extends Flaw {
  /** The property that is wrong, as the user wrote it. */
  readonly prop: string;
}

/** One broken rule of a definition: where it is, what was found, what is allowed and what to change. */
export interface Issue extends Mistake {
  /** Path of the thing that is wrong, from the outside in, e.g. `operations/transactions`. */
  readonly at: string;
}

/** Writes one issue as the sentence that users read. */
export function describeIssue({ code, at, prop, got, allowed, change }: Issue): string {
  const parts = [
    `${code} ${at}: "${prop}" ${got}`,
    allowed === undefined ? undefined : `allowed: ${allowed}`,
    change,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}

/**
 * Everything that is wrong with one definition, in one error.
 *
 * Its stack is the message alone: the mistake is in the definition, and the place is in the text.
 */
export class LakehouseError extends Error {
  /** The single mistakes, each once, in the order in which they are reported. */
  readonly issues: readonly Issue[];

  constructor(subject: string, issues: readonly Issue[]) {
    const sentences = new Map(issues.map((issue) => [describeIssue(issue), issue]));
    const lines = [...sentences.keys()].map((sentence) => `  - ${sentence}`);
    super(`${subject}: ${lines.length} ${lines.length === 1 ? 'error' : 'errors'}\n${lines.join('\n')}`);
    this.name = 'LakehouseError';
    this.issues = [...sentences.values()];
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Throws one {@link LakehouseError} with all issues, or returns when there are none. */
export function throwIssues(subject: string, issues: readonly Issue[]): void {
  if (issues.length > 0) throw new LakehouseError(subject, issues);
}

/** Mistakes of a thing, as issues at its place. */
export function placed(at: string, mistakes: readonly Mistake[]): Issue[] {
  return mistakes.map((mistake) => Object.assign({ at }, mistake));
}

/** A list of the one mistake, or of none: for lists of all that can be wrong with a thing. */
export function mistakeIf<M extends Mistake>(wrong: boolean, mistake: M): M[] {
  return wrong ? [mistake] : [];
}

/** Lists names for an error message, sorted, cut after twelve. */
export function listed(names: Iterable<string>): string {
  const sorted = [...names].sort();
  const shown = sorted.slice(0, 12).join(', ');
  return sorted.length > 12 ? `${shown} and ${sorted.length - 12} more` : shown || 'none';
}

/** The nearest known name to a misspelt one, as ` (did you mean "x"?)`, or nothing when none is near. */
export function suggestion(found: string, known: Iterable<string>): string {
  const name = nearest(found, known);
  return name === undefined ? '' : ` (did you mean "${name}"?)`;
}

/** The nearest known name to a misspelt one, or undefined when none is near: by default, a third of its letters away. */
export function nearest(found: string, known: Iterable<string>, most?: number): string | undefined {
  // In JavaScript a name can be anything.
  const written = typeof found === 'string' ? found.toLowerCase() : '';
  const limit = most ?? Math.max(1, Math.floor(written.length / 3));
  return [...known]
    .map((name) => ({ name, distance: editDistance(written, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))[0]?.name;
}

/** Letters to add, to leave out, to replace, or to swap with the next one. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution, swap));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
