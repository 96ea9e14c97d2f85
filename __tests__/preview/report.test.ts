import { formatReport, type RunReport, type TableReport } from '../../preview';
import { grid } from '../../preview/report';

describe('grid', () => {
  it('aligns text to the left and numbers to the right, under a line', () => {
    expect(
      grid(
        [
          ['table', 'rule', 'rows'],
          ['a', 'missing:x', '1'],
          ['orders', 'type', '1,234'],
        ],
        2,
      ),
    ).toBe(
      [
        'table   rule        rows',
        '------  ---------  -----',
        'a       missing:x      1',
        'orders  type       1,234',
      ].join('\n'),
    );
  });

  it('ends no line in spaces', () => {
    expect(
      grid(
        [
          ['a', 'b'],
          ['x', ''],
        ],
        2,
      ),
    ).toBe('a  b\n-  -\nx');
  });

  it('is a header alone when there are no rows', () => {
    expect(grid([['table', 'rows']], 1)).toBe('table  rows\n-----  ----');
  });
});

describe('formatReport', () => {
  const table: TableReport = {
    department: 'sales',
    zone: 'bronze',
    table: 'web-orders',
    read: 1234567,
    written: 1234567,
    deduplicated: 0,
    differing: 0,
    filtered: 0,
    aggregated: 0,
    quarantined: {},
    checksum: '0',
  };
  const report: RunReport = {
    company: 'Acme',
    runId: 'preview',
    input: { kind: 'sample', seed: 1 },
    tables: [table],
    alerts: [],
  };

  it('is a line for each table', () => {
    expect(formatReport(report)).toBe(
      [
        'zone    department  table            read    written  deduplicated  filtered  quarantined',
        '------  ----------  ----------  ---------  ---------  ------------  --------  -----------',
        'bronze  sales       web-orders  1,234,567  1,234,567             0         0            0',
      ].join('\n'),
    );
  });

  it('goes on with the rules that rows broke, where they did', () => {
    const silver: TableReport = {
      ...table,
      zone: 'silver',
      table: 'orders',
      written: 1233000,
      deduplicated: 20,
      filtered: 5,
      quarantined: { 'type:amount': 1540, 'missing:id': 2 },
    };
    expect(formatReport({ ...report, tables: [table, silver] }).split('\n')).toEqual([
      'zone    department  table            read    written  deduplicated  filtered  quarantined',
      '------  ----------  ----------  ---------  ---------  ------------  --------  -----------',
      'bronze  sales       web-orders  1,234,567  1,234,567             0         0            0',
      'silver  sales       orders      1,234,567  1,233,000            20         5        1,542',
      '',
      'Quarantined, by the first rule broken:',
      'table   rule          rows',
      '------  -----------  -----',
      'orders  type:amount  1,540',
      'orders  missing:id       2',
    ]);
  });
});
