import { type Field } from './forms/field';
import { type ColumnCounts, type ColumnReading } from './column-facts';
import { readColumn } from './column-reading';
import { call } from './column-builder';
import { usualAmount, withUsualType } from './empty-columns';
import { type Call, type ColumnProposal } from './proposal';
import { type Conventions } from './values/conventions';
import { codePattern, enumerationOf, lengthFor } from './values/texts';
import { counted } from './words';

/** A place of values, and the name of the column that is made of it. */
export interface NamedField {
  /** Name in the contract. */
  readonly name: string;
  /** Where its values are. */
  readonly field: Field;
}

/** A column as it is proposed, with what it was proposed by. */
export interface ColumnFound {
  /** The proposal. */
  readonly proposal: ColumnProposal;
  /** What it is read as. */
  readonly reading: ColumnReading;
  /** What was counted. */
  readonly counts: ColumnCounts;
}

/** What is known beside the values. */
export interface ReadingOptions {
  /** The place whose clock timestamps without an offset show. */
  readonly clock?: string | undefined;
  /** What stands between values of CSV. */
  readonly delimiter?: string | undefined;
  /** Whether the files are of a format whose values have types. @default no */
  readonly hasTypes?: boolean | undefined;
}

/** Reads columns twice: what some say of how the source writes decides what others can be read as in two ways. */
export function readColumns(
  named: readonly NamedField[],
  counts: ReadonlyMap<string, ColumnCounts>,
  options: ReadingOptions,
): ColumnFound[] {
  const { clock: place, delimiter, hasTypes } = options;
  // Of files with types, no contract says a clock.
  const clock = hasTypes === true ? undefined : place;
  const readAll = (conventions: Conventions): (readonly [NamedField, ColumnCounts, ColumnReading])[] =>
    named.flatMap((one) => {
      const of = counts.get(one.name);
      const context = { name: one.name, typed: one.field.typed, hasTypes, conventions };
      return of === undefined ? [] : [[one, of, readColumn(of, context)] as const];
    });
  const semicolons = delimiter === ';';
  const first = readAll({ clock, semicolons });
  const conventions = {
    clock,
    semicolons,
    decimal: agreed(first.map(([, , reading]) => reading.conventions.decimal)),
    dayFirst: agreed(first.map(([, , reading]) => reading.conventions.dayFirst)),
    words: agreed(first.map(([, , reading]) => reading.conventions.words)),
    guessedWords: agreed(first.map(([, , reading]) => reading.conventions.guessedWords)),
    markers: [...new Set(first.flatMap(([, , reading]) => reading.conventions.markers ?? []))],
  };
  const read = readAll(conventions);
  const amount = hasTypes === true ? undefined : usualAmount(read.map(([, , reading]) => reading));
  return read.map(([one, of, plain]) => {
    const reading = of.present > 0 && amount !== undefined ? withUsualType(plain, of, amount) : plain;
    return { proposal: proposalOf(one, of, reading), reading, counts: of };
  });
}

/** Values of a column that are shown. */
const EXAMPLES = 3;

function agreed<T>(said: readonly (T | undefined)[]): T | undefined {
  const values = [...new Set(said.filter((value): value is T => value !== undefined))];
  return values.length === 1 ? values[0] : undefined;
}

function proposalOf(
  { name, field }: NamedField,
  counts: ColumnCounts,
  { type, format, exceptions, missing, markers, evidence, doubts }: ColumnReading,
): ColumnProposal {
  const rules = type.kind === 'string' ? textRules(counts, markers) : [];
  return {
    name,
    place: field.isFolder ? `${field.path[0] ?? ''}=` : field.path.join('.'),
    type,
    format,
    calls: [...(missing > 0 ? [call('nullable')] : []), ...placeCalls({ name, field }), ...rules],
    evidence: [...presence(counts, missing), ...evidence],
    examples: examplesOf(counts, markers, exceptions),
    doubts: [...doubts, ...rules.flatMap(ruleDoubt)],
    exceptions,
  };
}

/** Where a column's values are, if not under its name. */
export function placeCalls({ name, field: { path, isFolder } }: NamedField): Call[] {
  const [first = ''] = path;
  if (isFolder) return [call('fromFolder', first)];
  if (path.length > 1) return [call('path', ...path)];
  return first === name ? [] : [call('physicalName', first)];
}

/** What few or alike texts promise of those to come. */
function textRules(counts: ColumnCounts, markers: readonly string[]): Call[] {
  const values = counts.values.filter(({ text }) => !markers.includes(text));
  const isAll = counts.values.length === counts.distinct;
  const few = enumerationOf(values, isAll);
  if (few) return [call('oneOf', ...few)];
  const pattern = isAll ? codePattern(values) : undefined;
  return pattern ? [call('matching', pattern)] : [];
}

function ruleDoubt({ method }: Call): string[] {
  return method === 'oneOf' ? ['these were all: others would go to quarantine'] : [];
}

function presence({ present, distinct }: ColumnCounts, missing: number): string[] {
  const absent = missing === 0 ? 'never missing' : `missing in ${counted(missing, 'row')}`;
  return [absent, ...(present > 0 ? [counted(distinct, 'value')] : [])];
}

function examplesOf(
  { values }: ColumnCounts,
  markers: readonly string[],
  exceptions: ColumnReading['exceptions'],
): string[] {
  const others = new Set([...markers, ...exceptions.map(({ text }) => text)]);
  return values
    .map(({ text }) => text)
    .filter((text) => !others.has(text))
    .slice(0, EXAMPLES);
}

/** The same column as text, in its own length. */
export function asText(column: ColumnFound): ColumnFound {
  const { proposal, reading, counts } = column;
  const type = { kind: 'string' as const, length: lengthFor(counts.longest) };
  const format = { ...(proposal.format.nullMarkers && { nullMarkers: proposal.format.nullMarkers }) };
  return {
    counts,
    reading: { ...reading, type, format, exceptions: [] },
    proposal: { ...proposal, type, format, exceptions: [], doubts: [] },
  };
}
