import { type ColumnInfo } from '../columns';
import { type Column } from '../contracts/column';
import { personalColumns, type SubjectColumn, subjectColumns } from '../contracts/data-contract';
import { count, type Expr, parse, when } from '../expressions';
import { said } from '../said';
import { type Kind, stringType } from '../types';
import { Flow } from './flow';
import { type Relation } from './relation';
import { type BronzeRows, type ErasureList } from './unfilled-rows';
import * as steps from './steps';

/** Digits of a pseudonym: SHA-256, as hexadecimal digits. */
const PSEUDONYM_LENGTH = 64;
/** Longest name of a kind of person. */
const SUBJECT_LENGTH = 20;

/** Column of the list, and of rows while they are looked up in it: the pseudonym of what identifies a person. */
export const PERSON_COLUMN = '_person';
/** Column of the list: the kind of person. */
export const SUBJECT_COLUMN = '_subject';

/** The persons whose data are erased, as flows read them. */
export const ERASURE_LIST: ErasureList = Object.freeze({
  zone: 'erasures',
  name: '_erasures',
  columns: Object.freeze([
    textColumn(SUBJECT_COLUMN, SUBJECT_LENGTH),
    textColumn(PERSON_COLUMN, PSEUDONYM_LENGTH),
  ]),
  key: Object.freeze([SUBJECT_COLUMN, PERSON_COLUMN]),
});

/**
 * The raw rows of a source without the persons whose data are erased: their rows are left out, or of a contract that
 * anonymises come with its personal columns empty. It stands before every rule, so that quarantine holds nothing of them either,
 * and a window that is run again brings nobody back.
 */
export function withoutErased(bronze: BronzeRows): Relation {
  const { contract } = bronze;
  const read = steps.readRows(bronze);
  const subjects = subjectColumns(said(contract)).filter(({ column }) => isText(contract.columns[column]));
  if (subjects.length === 0) return read;
  const rows = subjects.reduce<Relation>(
    (relation, subject, index) =>
      contract.anonymise ? marked(relation, bronze, subject, index) : without(relation, bronze, subject),
    read,
  );
  const shown = contract.anonymise ? emptied(rows, bronze, subjects.length) : rows;
  return steps.project(
    shown,
    bronze.columns.map(({ name }) => ({ name, from: name })),
    'flow.mapping',
  );
}

function without(input: Relation, bronze: BronzeRows, subject: SubjectColumn): Relation {
  const kept = steps.semiJoin(
    identified(input, bronze, subject),
    persons(subject.subject).relation,
    'unmatched',
    [PERSON_COLUMN],
  );
  // The next column that identifies persons adds its own.
  return steps.project(
    kept,
    input.columns.map(({ name }) => ({ name, from: name })),
    'flow.mapping',
  );
}

function marked(input: Relation, bronze: BronzeRows, subject: SubjectColumn, index: number): Relation {
  const known = persons(subject.subject).aggregate(
    (row) => ({ [PERSON_COLUMN]: row[PERSON_COLUMN] as Expr<Kind> }),
    () => ({ [markOf(index)]: count() }),
  );
  const joined = steps.join(identified(input, bronze, subject), known.relation, 'left', [PERSON_COLUMN]);
  const names = [...input.columns.map(({ name }) => name), markOf(index)];
  return steps.project(
    joined,
    names.map((name) => ({ name, from: name })),
    'flow.mapping',
  );
}

function emptied(input: Relation, { contract }: BronzeRows, marks: number): Relation {
  return new Flow<Record<string, Kind>>(input).derive((row) => {
    const value = (name: string): Expr<Kind> => row[name] as Expr<Kind>;
    const isKept = Array.from({ length: marks }, (_, index) => value(markOf(index)).isNull()).reduce(
      (all, next) => all.and(next),
    );
    return Object.fromEntries(personalColumns(contract).map((name) => [name, when([[isKept, value(name)]])]));
  }).relation;
}

function identified(input: Relation, { contract }: BronzeRows, { column }: SubjectColumn): Relation {
  return new Flow<Record<string, Kind>>(input).derive((row) => ({
    [PERSON_COLUMN]: (
      parse(row[column] as Expr<'string'>, (contract.columns[column] as Column).type) as Expr<'string'>
    ).pseudonym(),
  })).relation;
}

function persons(subject: string): Flow<Record<string, Kind>> {
  const list = new Flow<Record<string, Kind>>(steps.readRows(ERASURE_LIST));
  return list.filter((row) => (row[SUBJECT_COLUMN] as Expr<'string'>).equals(subject)).select(PERSON_COLUMN);
}

function markOf(index: number): string {
  return `_erased_${index + 1}`;
}

function isText(column: Column | undefined): boolean {
  return column?.type.kind === 'string';
}

function textColumn(name: string, length: number): ColumnInfo {
  return { name, type: stringType(length), nullable: false, classification: 'internal', lineage: [] };
}
