import { type DataContract } from '../contracts/data-contract';
import { type Column } from '../contracts/column';
import { type DeleteMarker } from '../contracts/snapshot';
import { countMistakes } from '../checks';
import { type Issue, listed, type Mistake, mistakeIf, placed, suggestion } from '../errors';
import { describeType } from '../types';

/** Everything wrong with what a source says of its snapshots; nothing for other sources. */
export function snapshotIssues(at: string, contract: DataContract): Issue[] {
  const { snapshot, delivery } = contract;
  if (snapshot === undefined) return [];
  const { leastPercent, deleteMarker } = snapshot;
  const empty = leastPercent === 0 && delivery.kind === 'batch' && 'mayBeMissing' in delivery.from;
  return placed(at, [
    ...mistakeIf(delivery.kind === 'stream', {
      code: 'LH1442',
      prop: 'snapshot',
      got: 'is said of a stream',
      allowed: 'batches, each of which holds all rows that there are',
      change: 'name a column that says when something happened, as eventTime',
    }),
    ...countMistakes('snapshot.leastPercent', leastPercent, {
      least: 0,
      most: 100,
      of: 'percent',
      change: 'say how small a delivery may be, compared with the one before it',
    }),
    ...mistakeIf(empty && delivery.from.mayBeMissing !== undefined, {
      code: 'LH1444',
      prop: 'snapshot.leastPercent',
      got: 'is 0, and windows may be without a delivery (mayBeMissing)',
      allowed: '1 to 100 percent where deliveries may be missing',
      change: 'say leastPercent: 1, or leave mayBeMissing out',
    }),
    ...(deleteMarker === undefined ? [] : markerMistakes(contract.columns, deleteMarker)),
  ]);
}

function markerMistakes(
  columns: Readonly<Record<string, Column>>,
  { column: name, values }: DeleteMarker,
): Mistake[] {
  const column = columns[name];
  const usable = Object.entries(columns).flatMap(([each, promise]) => (canMark(promise) ? [each] : []));
  const prop = 'snapshot.deleteMarker';
  if (!column || !canMark(column)) {
    const is = column
      ? `, which ${column.key ? 'is part of the key' : column.personal ? 'becomes a pseudonym' : `is ${describeType(column.type)}`}`
      : `, which is no column${suggestion(name, usable)}`;
    return [
      {
        code: 'LH1443',
        prop: `${prop}.column`,
        got: `is "${name}"${is}`,
        allowed: listed(usable),
        change: 'name a text, boolean, date or timestamp that is no part of the key',
      },
    ];
  }
  const isText = column.type.kind === 'string';
  return mistakeIf(isText !== (values ?? []).length > 0, {
    code: 'LH1443',
    prop: `${prop}.values`,
    got: isText
      ? `is empty, and "${name}" is a text`
      : `names values of "${name}", which is ${describeType(column.type)}`,
    allowed: 'one value or more for a text, none for other columns',
    change: isText ? 'name the values of deleted rows' : 'leave "values" out',
  });
}

function canMark({ key, personal, type: { kind } }: Column): boolean {
  const tells = kind === 'string' || kind === 'boolean' || kind === 'date' || kind === 'timestamp';
  return tells && !key && personal?.treatment !== 'pseudonymise';
}
