import { type Column, isColumn } from '../../contracts/column';
import { metadataColumnInfos } from '../../contracts/data-contract';
import { type ColumnInfo } from '../../columns';
import { listed, suggestion } from '../../errors';
import { type Interval } from '../../schedule';
import {
  type DataType,
  describeType,
  isExactNumber,
  MAX_STRING_LENGTH,
  sameType,
  stringType,
} from '../../types';
import { type ModelRun } from '../../machine-learning/model-run';
import { type Readable, type Relation, type Score } from '../relation';
import { find, merged } from './columns';
import { readRows } from './rows';

/** What a model promises, and how it is run. */
export interface ScoreOptions {
  /** The rows that the model reads. */
  readonly features: Readable;
  /** Columns of the features that identify a score. */
  readonly key: readonly string[];
  /** What the model adds, by column. */
  readonly scores: Readonly<Record<string, Column>>;
  /** How the model is run. */
  readonly run: ModelRun;
  /** How often. */
  readonly every?: Interval;
  /** Days that bronze keeps the files of the model. */
  readonly retentionDays: number;
}

/** The rows that a model gives, as the text it writes; a fallback yields the same columns, typed. */
export function score(fallback: Relation, options: ScoreOptions): Score {
  const { features, key, scores, run, every, retentionDays } = options;
  const { columns: given } = readRows(features);
  const keys = key.flatMap((name) => {
    const column = given.find((each) => each.name === name);
    return column ? [[name, promiseOf(column)] as const] : [];
  });
  const contractColumns = Object.fromEntries([...keys, ...Object.entries(scores)]);
  const text = stringType(MAX_STRING_LENGTH);
  const sound = Object.fromEntries(Object.entries(contractColumns).filter(([, column]) => isColumn(column)));
  const columns = Object.entries(sound).map(([name, column]): ColumnInfo => {
    const known = key.includes(name) ? given.filter((each) => each.name === name) : given;
    // Whatever a model makes of a person's values may still report the person.
    const declared: ColumnInfo = {
      name,
      type: text,
      nullable: true,
      classification: column.classification,
      lineage: [],
    };
    return { name, type: text, nullable: true, ...merged([declared, ...known]) };
  });
  return {
    step: 'score',
    input: fallback,
    features,
    contractColumns,
    run,
    ...(every !== undefined && { every }),
    retentionDays,
    columns: [...columns, ...metadataColumnInfos()],
    problems: [...keyProblems(given, key, scores), ...fallbackProblems(fallback, sound)],
  };
}

function promiseOf({ type, classification }: ColumnInfo): Column {
  return { type, nullable: false, key: false, classification, description: '' };
}

function keyProblems(
  features: readonly ColumnInfo[],
  key: readonly string[],
  scores: Readonly<Record<string, Column>>,
): string[] {
  const known = features.map(({ name }) => name);
  const both = Object.keys(scores).filter((name) => key.includes(name));
  return [
    ...key
      .filter((name) => !known.includes(name))
      .map(
        (name) =>
          `key has "${name}", which is no column of the features${suggestion(name, known)}; allowed: ${listed(known)}; name one of these`,
      ),
    ...both.map((name) => `scores has "${name}", which is part of the key; rename the score`),
    ...(Object.keys(scores).length === 0 ? ['scores is empty; name what the model adds'] : []),
  ];
}

function fallbackProblems(fallback: Relation, contractColumns: Readonly<Record<string, Column>>): string[] {
  const wanted = Object.entries(contractColumns);
  const missing = wanted.filter(([name]) => !find(fallback, name));
  const other = wanted.flatMap(([name, { type }]) => {
    const column = find(fallback, name);
    return column && !fits(column.type, type)
      ? [`fallback yields "${name}" as ${describeType(column.type)}; allowed: ${describeType(type)}; cast it`]
      : [];
  });
  const extra = fallback.columns.filter(({ name }) => !(name in contractColumns));
  return [
    ...missing.map(
      ([name, { type }]) =>
        `fallback yields no "${name}"; allowed: ${listed(Object.keys(contractColumns))}; derive it as ${describeType(type)}`,
    ),
    ...other,
    ...extra.map(
      ({ name }) =>
        `fallback yields "${name}", which is neither key nor score; allowed: ${listed(Object.keys(contractColumns))}; leave it out with select()`,
    ),
  ];
}

/** Text may be shorter than what is promised, and an exact number does for a floating-point one; all is written as text. */
function fits(found: DataType, contractColumns: DataType): boolean {
  if (found.kind === 'string' && contractColumns.kind === 'string')
    return found.length <= contractColumns.length;
  if (contractColumns.kind === 'double' && isExactNumber(found.kind)) return true;
  return sameType(found, contractColumns);
}
