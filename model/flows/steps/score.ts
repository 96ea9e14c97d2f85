import { type Column, isColumn } from '../../contracts/column';
import { metadataColumnInfos } from '../../contracts/data-contract';
import { type ColumnInfo } from '../../columns';
import { emptyMistakes } from '../../checks';
import { listed, type Mistake, suggestion } from '../../errors';
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
    mistakes: [...keyMistakes(given, key, scores), ...fallbackMistakes(fallback, sound)],
  };
}

function promiseOf({ type, classification }: ColumnInfo): Column {
  return { type, nullable: false, key: false, classification, description: '' };
}

function keyMistakes(
  features: readonly ColumnInfo[],
  key: readonly string[],
  scores: Readonly<Record<string, Column>>,
): Mistake[] {
  const known = features.map(({ name }) => name);
  const names = Object.keys(scores);
  return [
    ...key
      .filter((name) => !known.includes(name))
      .map((name): Mistake => ({
        code: 'LH2001',
        prop: 'key',
        got: `has "${name}", which is no column of the features${suggestion(name, known)}`,
        allowed: listed(known),
        change: 'name one of these',
      })),
    ...names
      .filter((name) => key.includes(name))
      .map((name): Mistake => ({
        code: 'LH3008',
        prop: 'scores',
        got: `has "${name}", which is part of the key`,
        allowed: 'columns that the model adds',
        change: 'rename the score',
      })),
    ...emptyMistakes('scores', names, 'one column or more', 'name what the model adds'),
  ];
}

function fallbackMistakes(fallback: Relation, contractColumns: Readonly<Record<string, Column>>): Mistake[] {
  const names = listed(Object.keys(contractColumns));
  const mistake = (got: string, allowed: string, change: string): Mistake => ({
    code: 'LH3009',
    prop: 'fallback',
    got,
    allowed,
    change,
  });
  return [
    ...Object.entries(contractColumns).flatMap(([name, { type }]) => {
      const column = find(fallback, name);
      if (!column) return [mistake(`yields no "${name}"`, names, `derive it as ${describeType(type)}`)];
      if (fits(column.type, type)) return [];
      return [mistake(`yields "${name}" as ${describeType(column.type)}`, describeType(type), 'cast it')];
    }),
    ...fallback.columns
      .filter(({ name }) => !(name in contractColumns))
      .map(({ name }) =>
        mistake(`yields "${name}", which is neither key nor score`, names, 'leave it out with select()'),
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
