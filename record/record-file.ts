// Loaded by its first use: the library that checks shapes takes long to load, and many commands check none.
import * as z from 'zod';
import { describeIssue, type Issue, LakehouseError } from '../model';
import { type EnvironmentRecord } from './record';
import { type LastingIssue } from './table-changes';

/** What the form of a record is called; another one is not read. */
const FORMAT = 1;

const flag = z.literal(true).optional();
const FORM = z.strictObject({
  acknowledged: z.array(
    z.strictObject({ change: z.string(), reason: z.string(), steps: z.array(z.string()) }),
  ),
  company: z.string(),
  environment: z.string(),
  format: z.literal(FORMAT),
  hubs: z.record(z.string(), z.strictObject({ partitions: z.number() })).optional(),
  tables: z.record(
    z.string(),
    z.strictObject({
      columns: z.record(
        z.string(),
        z.strictObject({ type: z.string(), nullable: flag, pseudonymised: flag }),
      ),
      department: z.string(),
      everyMinutes: z.number().optional(),
      flow: z.string(),
      folders: z.array(z.string()),
      hosting: z.enum(['shared', 'dedicated']),
      key: z.array(z.string()),
      write: z.enum(['upsert', 'append', 'overwrite', 'stored', 'view']),
    }),
  ),
  triggers: z.record(
    z.string(),
    z.strictObject({
      everyMinutes: z.number(),
      fills: z.array(z.string()).optional(),
      from: z.string().optional(),
    }),
  ),
});

/** Writes a record as text: JSON in which a column, or a trigger, is one line, and all names are sorted. */
export function recordText(record: EnvironmentRecord): string {
  return `${json({ ...record, format: FORMAT }, '')}\n`;
}

/**
 * Reads a record.
 *
 * @param text what {@link recordText} wrote.
 * @param expected the file, for messages, and whose record it should be.
 * @throws LakehouseError when it is no record, or that of another company or environment.
 */
export function parseRecord(
  text: string,
  expected: { readonly file: string; readonly company: string; readonly environment: string },
): EnvironmentRecord {
  const { file, company, environment } = expected;
  const fail = (prop: string, got: string, allowed: string): never => {
    const change = 'take the last one that was committed, or delete it and write it anew';
    const issue: Issue = { code: 'LH8201', at: file, prop, got, allowed, change };
    throw new LakehouseError('records', [issue]);
  };
  const { success, data, error } = FORM.safeParse(parsed(text));
  if (!success) {
    const [first] = error.issues;
    return fail(
      first?.path.join('.') || 'content',
      'is not what a record has there',
      `a record of format ${FORMAT}`,
    );
  }
  if (data.company !== company) return fail('company', `is "${data.company}"`, company);
  if (data.environment !== environment) return fail('environment', `is "${data.environment}"`, environment);
  const { format: _, ...record } = data;
  return record;
}

/** The record to keep after changes that somebody acknowledged, beside those that were acknowledged before. */
export function acknowledge(
  record: EnvironmentRecord,
  before: EnvironmentRecord | undefined,
  { issues, reason }: { readonly issues: readonly LastingIssue[]; readonly reason: string },
): EnvironmentRecord {
  const made = issues.map(({ code, at, prop, got, steps }) => ({
    change: describeIssue({ code, at, prop, got }),
    reason,
    steps,
  }));
  return { ...record, acknowledged: [...(before?.acknowledged ?? []), ...made] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function json(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const entries = Array.isArray(value)
    ? value.map((item) => json(item, inner))
    : Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, each]) => `${JSON.stringify(name)}: ${json(each, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return `${open}${close}`;
  const line = Array.isArray(value) ? `[${entries.join(', ')}]` : `{ ${entries.join(', ')} }`;
  if (isFlat(value) && line.length <= 120) return line;
  return `${open}\n${entries.map((entry) => `${inner}${entry}`).join(',\n')}\n${indent}${close}`;
}

function isFlat(value: object): boolean {
  return Object.values(value).every((each) => typeof each !== 'object' || each === null);
}
