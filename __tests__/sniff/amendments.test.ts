import { amended } from '../../sniff/amendments';
import { type CheckResult } from '../../sniff/check';
import { call } from '../../sniff/column-builder';
import { type ColumnProposal, type ContractProposal } from '../../sniff/proposal';

/** What a preview of the rows that were not counted shows to be wrong. */
function column(name: string, more: Partial<ColumnProposal> = {}): ColumnProposal {
  return {
    name,
    place: name,
    type: { kind: 'integer' },
    format: {},
    calls: [],
    evidence: [],
    examples: [],
    doubts: [],
    exceptions: [],
    ...more,
  };
}

const EXAMPLE = { file: 'a.csv', line: 2, reason: 'is none', text: 'x' };

function amendedBy(of: ColumnProposal, kind: string, rows: number, isOfColumn = true) {
  const proposal = { columns: [of], eventTime: 'at' } as unknown as ContractProposal;
  const example = { ...EXAMPLE, ...(isOfColumn && { column: of.name }) };
  const found = { broken: [{ rule: `${kind}:${of.name}`, rows, examples: [example] }] };
  return amended(proposal, found as unknown as CheckResult)?.columns[0];
}

describe('a column of which more values are wrong than were known', () => {
  it('becomes long text, without its form and what was promised of its values', () => {
    const amount = column('amount', {
      format: { number: { decimal: ',' } },
      calls: [call('matching', /1/), call('oneOf', '1'), call('physicalName', 'Amount')],
      doubts: ['is it net?'],
      exceptions: [{ text: 'x', rows: 2 }],
    });
    expect(amendedBy(amount, 'type', 3)).toEqual({
      ...amount,
      type: { kind: 'string', length: 4000 },
      format: {},
      calls: [call('physicalName', 'Amount')],
      doubts: ['text, because more than a few rows are no integer', 'is it net?'],
      exceptions: [],
    });
    expect(amendedBy(amount, 'type', 2)).toBeUndefined();
  });

  it('loses the list or the form that other values break, and nothing else', () => {
    const state = column('state', { calls: [call('oneOf', 'a'), call('matching', /a/), call('personal')] });
    for (const kind of ['allowed', 'pattern'])
      expect(amendedBy(state, kind, 1)).toEqual({ ...state, calls: [call('personal')] });
  });

  it('is nullable where values are missing, before all else, but for a key and the event time', () => {
    const state = column('state', { calls: [call('oneOf', 'a')] });
    expect(amendedBy(state, 'missing', 1)).toEqual({
      ...state,
      calls: [call('nullable'), call('oneOf', 'a')],
    });
    expect(amendedBy(state, 'missing', 0)).toBeUndefined();
    expect(amendedBy(column('id', { calls: [call('key')] }), 'missing', 1)).toBeUndefined();
    expect(amendedBy(column('note', { calls: [call('nullable')] }), 'missing', 1)).toBeUndefined();
    expect(amendedBy(column('at'), 'missing', 1)).toBeUndefined();
  });

  it('is not looked for where the rows are wrong for another reason', () => {
    expect(amendedBy(column('amount'), 'type', 3, false)).toBeUndefined();
    expect(
      amended(
        { columns: [column('other')] } as unknown as ContractProposal,
        {
          broken: [{ rule: 'malformed-row', rows: 3, examples: [EXAMPLE] }],
        } as unknown as CheckResult,
      ),
    ).toBeUndefined();
  });

  it('is changed inside of an array, too', () => {
    const lines = column('lines', { elements: [column('n')] });
    const found = {
      broken: [{ rule: 'type:n', rows: 1, examples: [{ ...EXAMPLE, column: 'n' }] }],
    } as unknown as CheckResult;
    const proposal = { columns: [lines] } as unknown as ContractProposal;
    expect(amended(proposal, found)?.columns[0]?.elements?.[0]?.type.kind).toBe('string');
  });
});
