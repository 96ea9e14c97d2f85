import { type ColumnInfo } from '../../columns';
import { NEXT_WINDOW_COLUMN, WINDOW_START_COLUMN } from '../../contracts/data-contract';
import { type AcceptSnapshots, type Relation, type Validity, type WindowStart } from '../relation';
import { find, nameMistakes, unknownColumns } from './columns';

/** Adds the start of the window in which a raw row was delivered. */
export function windowStart(input: Relation, source: string): WindowStart {
  const columns = [...input.columns, windowColumn(WINDOW_START_COLUMN, false)];
  const mistakes = nameMistakes(
    'flow.mapping',
    columns.map(({ name }) => name),
  );
  return { step: 'windowStart', input, source, columns, mistakes };
}

/** Keeps the rows of whole snapshots: of the newest, where each key has one row then, or of all, with the start of the next one. */
export function acceptSnapshots(
  input: Relation,
  options: Pick<AcceptSnapshots, 'source' | 'leastPercent' | 'mayBeMissing' | 'keep'>,
): AcceptSnapshots {
  const isNewest = options.keep === 'newest';
  const key = isNewest ? input.key?.filter((name) => name !== WINDOW_START_COLUMN) : input.key;
  const columns = isNewest ? input.columns : [...input.columns, windowColumn(NEXT_WINDOW_COLUMN, true)];
  const { source, leastPercent, mayBeMissing, keep } = options;
  const yields = { columns, ...(key && { key }), mistakes: [] };
  return { step: 'acceptSnapshots', input, source, leastPercent, mayBeMissing, keep, ...yields };
}

/** Says until when a row holds. */
export function validity(
  input: Relation,
  { by, from, to, snapshots }: Pick<Validity, 'by' | 'from' | 'to' | 'snapshots'>,
): Validity {
  const start = find(input, from);
  const added = start && !snapshots ? [{ ...start, name: to, nullable: true }] : [];
  const columns = [...input.columns, ...added];
  const mistakes = [
    ...unknownColumns('flow.slowlyChanging', [...by, from, ...(snapshots ? [to] : [])], input),
    ...nameMistakes(
      'flow.slowlyChanging',
      columns.map(({ name }) => name),
    ),
  ];
  const key = input.key && { key: input.key };
  return { step: 'validity', input, by, from, to, snapshots, columns, ...key, mistakes };
}

function windowColumn(name: string, nullable: boolean): ColumnInfo {
  return {
    name,
    type: { kind: 'timestamp' },
    nullable,
    classification: 'internal',
    lineage: [],
    metadata: true,
  };
}
