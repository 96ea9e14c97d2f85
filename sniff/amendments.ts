import { type CheckResult } from './check';
import { call } from './column-builder';
import { allColumns, changedColumns } from './columns-inside';
import { type ColumnProposal, type ContractProposal } from './proposal';
import { stringType } from '../model';

/** Characters of a column of which a preview showed that nothing shorter holds it. */
const LONG = 4000;

/**
 * A proposal with what a preview of it showed to be wrong, beyond the values that are named already; nothing where all is as it was
 * said. Only rows beyond those that were counted can show it.
 */
export function amended(proposal: ContractProposal, { broken }: CheckResult): ContractProposal | undefined {
  const changes = new Map<string, string>();
  for (const { rule, rows, examples } of broken) {
    const [kind, name] = [rule.slice(0, rule.indexOf(':')), rule.slice(rule.indexOf(':') + 1)];
    const column = allColumns(proposal.columns).find((one) => one.name === name);
    if (column === undefined || examples.some(({ column: of }) => of === undefined)) continue;
    const known = column.exceptions.reduce((sum, exception) => sum + exception.rows, 0);
    if (
      kind === 'type'
        ? rows > known
        : kind === 'missing'
          ? isLoose(column, rows) && name !== proposal.eventTime
          : true
    )
      changes.set(name, kind);
  }
  if (changes.size === 0) return undefined;
  const columns = changedColumns(proposal.columns, (column) => {
    const kind = changes.get(column.name);
    return kind === undefined ? column : amend(column, kind);
  });
  return { ...proposal, columns };
}

/** A column of the key stays required; that of the event time too, because it was chosen for that. */
function isLoose({ calls }: ColumnProposal, rows: number): boolean {
  return rows > 0 && !calls.some(({ method }) => method === 'key' || method === 'nullable');
}

function amend(column: ColumnProposal, kind: string): ColumnProposal {
  const calls = column.calls.filter(({ method }) => method !== 'matching' && method !== 'oneOf');
  if (kind === 'missing') return { ...column, calls: [call('nullable'), ...column.calls] };
  if (kind !== 'type') return { ...column, calls };
  return {
    ...column,
    type: stringType(LONG),
    format: {},
    calls,
    exceptions: [],
    doubts: [`text, because more than a few rows are no ${column.type.kind}`, ...column.doubts],
  };
}
