import { type DataContract, keyOf, SOURCE_FILE, WINDOW_START_COLUMN } from '../contracts/data-contract';
import { type DeleteMarker } from '../contracts/snapshot';
import { type Expr } from '../expressions';
import { said, textsOf } from '../said';
import { type Kind } from '../types';
import { Flow } from './flow';
import { type AcceptSnapshots, type Relation, type Table, type Validity } from './relation';
import * as steps from './steps';
import { find } from './steps/columns';
import { stepsOf } from './traversal';

/**
 * The rows that whole snapshots say there are, one of each key in a window: of rows with one key those of the later file, then the
 * smallest; without those that are marked as deleted.
 *
 * @param rows typed, checked rows with the start of their window.
 * @param contract a source that is a snapshot.
 * @param keep the newest snapshot, or all.
 */
export function snapshotRows(
  rows: Relation,
  contract: DataContract,
  keep: AcceptSnapshots['keep'],
): Relation {
  const once = steps.dedupe(rows, [...keyOf(contract), WINDOW_START_COLUMN], [SOURCE_FILE]);
  return acceptedRows(once, contract, keep, (name) => name);
}

/**
 * The rows of the snapshots that are used, without those that are marked as deleted.
 *
 * @param rows what was delivered, with the start of its window.
 * @param contract a source that is a snapshot.
 * @param keep the newest snapshot, or all.
 * @param nameOf the name that the typed value of a column has among them.
 */
export function acceptedRows(
  rows: Relation,
  contract: DataContract,
  keep: AcceptSnapshots['keep'],
  nameOf: (column: string) => string,
): Relation {
  const { leastPercent, deleteMarker } = saidOf(contract);
  const { from } = said(contract.delivery) as { readonly from?: object };
  const accepted = steps.acceptSnapshots(rows, {
    source: contract.name,
    leastPercent: leastPercent ?? 0,
    mayBeMissing: from !== undefined && 'mayBeMissing' in from && from.mayBeMissing !== undefined,
    keep,
  });
  return deleteMarker === undefined ? accepted : withoutDeleted(accepted, said(deleteMarker), nameOf);
}

/** The column that marks rows of snapshots as deleted, if there is one. */
export function markerOf(contract: DataContract): readonly string[] {
  const { column } = said(saidOf(contract).deleteMarker ?? {}) as Partial<DeleteMarker>;
  return textsOf(column === undefined ? [] : [column]);
}

function saidOf(contract: DataContract): Partial<NonNullable<DataContract['snapshot']>> {
  return said(contract.snapshot ?? {});
}

function withoutDeleted(
  rows: Relation,
  { column, values }: DeleteMarker,
  nameOf: (column: string) => string,
): Relation {
  const marker = find(rows, nameOf(column));
  // A marker that is none is for the rules of contracts to tell.
  if (!marker) return rows;
  return new Flow<Record<string, Kind>>(rows).filter((row) => {
    const value = row[marker.name] as Expr<Kind>;
    const deleted =
      marker.type.kind === 'string'
        ? (value as Expr<'string'>).isIn(textsOf(values ?? []))
        : marker.type.kind === 'boolean'
          ? (value as Expr<'boolean'>)
          : value.isNotNull();
    return deleted.coalesce(false).not();
  }).relation;
}

/** The step by which whole snapshots are accepted, where a table is filled from such. */
export function snapshotsOf({ relation }: Pick<Table, 'relation'>): AcceptSnapshots | undefined {
  return stepsOf(relation).find((step) => step.step === 'acceptSnapshots');
}

/** The step that says until when rows hold, where a table is a history. */
export function validityOf({ relation }: Pick<Table, 'relation'>): Validity | undefined {
  return stepsOf(relation).find((step) => step.step === 'validity');
}
