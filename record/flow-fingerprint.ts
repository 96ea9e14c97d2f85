import { createHash } from 'node:crypto';
import { type Relation, sqlTokens, stepsOf, type Table } from '../model';

/** What a step carries beside its meaning: what follows from its inputs, and what only people or the preview look at. */
const NO_MEANING: ReadonlySet<string> = new Set([
  'classification',
  'columns',
  'contractColumns',
  'description',
  'duckDbOverride',
  'key',
  // How small a snapshot may be: rows that are there stay as they are.
  'leastPercent',
  'lineage',
  'mistakes',
  'nullable',
  'preview',
  'retentionDays',
]);

const LENGTH = 16;

/**
 * A fingerprint of what a table's flow means: another one says that the same input gives other rows.
 *
 * Descriptions, comments and blanks in SQL, and what else is only read by people leave it as it is, and so do columns that a table
 * gains which is read.
 */
export function flowFingerprint({ relation, newestBy, parentVersions }: Table): string {
  const roots = [relation, ...(parentVersions ? [parentVersions.relation] : [])];
  const steps = [...new Set(roots.flatMap((root) => stepsOf(root)))];
  const places = new Map(steps.map((step, index) => [step, index]));
  const meaning = {
    steps: steps.map((step) => meaningOfStep(step, places)),
    newestBy: newestBy ?? null,
    parents: parentVersions?.key ?? null,
  };
  return createHash('sha256').update(JSON.stringify(meaning)).digest('hex').slice(0, LENGTH);
}

function meaningOfStep(step: Relation, places: ReadonlyMap<object, number>): unknown {
  const entries = Object.entries(step).filter(
    // A name that only the report of a broken relation has.
    ([name]) => !(step.step === 'assertUnique' && name === 'name'),
  );
  const own = entries.map(([name, value]): [string, unknown] =>
    step.step === 'sql' && name === 'text' ? [name, words(step.text)] : [name, value],
  );
  return meaningOf(Object.fromEntries(own), places);
}

/** Plain data without what has no meaning; steps are their places, and tables their names. */
function meaningOf(value: unknown, places: ReadonlyMap<object, number>): unknown {
  if (value instanceof RegExp) return value.source;
  if (Array.isArray(value)) return value.map((item) => meaningOf(item, places));
  if (typeof value !== 'object' || value === null) return value;
  const place = places.get(value);
  if (place !== undefined) return place;
  if ('zone' in value && 'name' in value) return nameOf(value);
  // A column's type follows from what is read; that of a call says what it converts to.
  const isColumn = 'op' in value && value.op === 'column';
  const entries = Object.entries(value).filter(
    ([name]) => !NO_MEANING.has(name) && !(isColumn && name === 'type'),
  );
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, meaningOf(each, places)]),
  );
}

/** A reference names the owner as well; the table is the same. */
function nameOf({ zone, name }: { readonly zone: unknown; readonly name: unknown }): string {
  const place = zone === 'bronze' ? 'bronze' : 'table';
  return `${place} ${String(name).split('.').at(-1)}`;
}

function words(sql: string): string {
  return sqlTokens(sql)
    .map(({ kind, text, upper }) => `${kind} ${upper === '' ? text : upper}`)
    .join(' ');
}
