import { type Bill, billOf } from '../../cost';
import { company } from '../../departments';
import { SOMEWHERE, stackOf } from '../support/bills';

const ZONES = ['landing', 'bronze', 'silver', 'gold', 'quarantine', 'secrets'];

/** The bill of the containers of a department, in a lake that is kept so. */
function billWith(replication: string): Bill {
  const containers = ZONES.map((zone) => [
    zone,
    {
      storage_account_id: '${azurerm_storage_account.Lake.id}',
      '//': { metadata: { path: `sales-dev/Lakehouse/Container-${zone}` } },
    },
  ]);
  const stack = stackOf({
    azurerm_storage_account: {
      Lake: { account_replication_type: replication, tags: { department: 'operations' } },
    },
    azurerm_storage_container: Object.fromEntries(containers) as Record<string, Record<string, string>>,
  });
  return billOf({ stacks: [stack], company, environment: SOMEWHERE, running: true });
}
const cost = (bill: Bill, meter: RegExp): number =>
  bill.lines.filter((line) => meter.test(line.meter)).reduce((sum, line) => sum + line.cost.likely, 0);

test('a copy in another region costs its storage and the way there, for each zone, and nothing without one', () => {
  const [zones, copied] = [billWith('ZRS'), billWith('GZRS')];
  expect(cost(zones, /^storage\/hot-ZRS/)).toBeGreaterThan(0);
  expect(cost(zones, /geo-transfer/)).toBe(0);
  // 0.0468 and 0.026 dollars for the same gigabytes.
  const kept = cost(copied, /^storage\/hot-GZRS/);
  expect(kept).toBeCloseTo((cost(zones, /^storage\/hot-ZRS/) * 0.0468) / 0.026, 6);
  const transfer = copied.lines.filter(({ meter }) => meter === 'storage/geo-transfer');
  expect(transfer.map(({ what }) => what).sort()).toEqual(
    ['bronze', 'gold', 'landing', 'quarantine', 'silver'].map(
      (zone) => `${zone}, copied to the other region`,
    ),
  );
  // What a month brings is less than what is kept.
  expect(cost(copied, /geo-transfer/)).toBeGreaterThan(0);
  expect(cost(copied, /geo-transfer/)).toBeLessThan(cost(copied, /^storage\/(?:hot|cool)-GZRS/));
  expect(cost(billWith('GRS'), /geo-transfer/)).toBeCloseTo(cost(copied, /geo-transfer/), 6);
});
