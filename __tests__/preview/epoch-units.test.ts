import { dataContract, days, t } from '../../model';
import { formatReport } from '../../preview';
import { Deliveries } from '../support/deliveries';

const { run, write } = Deliveries.forEachTest();

describe('numbers since 1970 in another unit than the contract says', () => {
  const columns = {
    id: t.long().key(),
    at: t.timestamp().epoch('milliseconds'),
    micro: t.timestamp().epoch('microseconds').nullable(),
    second: t.timestamp().epoch('seconds').nullable(),
  };
  const epochs = async (...rows: readonly string[]) => {
    write({ 'orders/a.csv': ['id,at,micro,second', ...rows, ''].join('\n') });
    const report = await run(
      dataContract('orders', {
        description: 'Orders',
        columns,
        eventTime: 'at',
        delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } },
        expectedRowsPerDay: 10,
      }),
    );
    const said = formatReport(report).split('another unit than the contract says, by .epoch():\n')[1];
    const found = report.tables[0]?.epochs?.map(({ column, declared, looksLike }) => [
      column,
      declared,
      looksLike,
    ]);
    return { found, said, written: report.tables.map(({ written }) => written) };
  };

  it('are named in the report, and quarantined only where they are no moment', async () => {
    const { found, said, written } = await epochs(
      '1,1767225600,1767225600000,1767225600000',
      '2,1767225601.5,0,',
      '3,631152000,,',
    );
    expect(found).toEqual([
      ['at', 'milliseconds', 'seconds'],
      ['micro', 'microseconds', 'milliseconds'],
      ['second', 'seconds', 'milliseconds'],
    ]);
    expect(said).toMatch(/\norders +micro +microseconds +milliseconds\n/);
    expect(written).toEqual([3, 2]);
  });

  it.each([
    ['the unit of the contract', '1,1767225600000,1767225600000000,1767225600'],
    ['nothing but zeros and what is missing', '1,0,,', '2,0,0,0'],
    ['a value that the other unit does not explain', '1,1767225600,,', '2,1767225600000,,'],
    ['a moment one second too early for it', '1,631151999,,'],
    ['a moment one second too late for it', '1,4102444800,,'],
  ])('are not taken for others by %s', async (_what, ...rows) => {
    const { found, said } = await epochs(...rows);
    expect([found, said]).toEqual([undefined, undefined]);
  });
});
