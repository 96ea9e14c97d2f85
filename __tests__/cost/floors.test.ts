import { billOf } from '../../cost';
import { floorsSection } from '../../stacks/bill-floors';
import { billOfStack, referenceInput, stackOf } from '../support/bills';

const rowsOf = (section: readonly string[]): Record<string, string[]> =>
  Object.fromEntries(
    section
      .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([, name = '', ...cells]) => [name, cells]),
  );

describe('floors of a bill', () => {
  test.each(['dev', 'prod'])('hold for streaming and network of the reference company in %s', (name) => {
    const rows = rowsOf(floorsSection(billOf(referenceInput(name))));
    for (const what of ['streaming jobs', 'Event Hubs namespaces']) expect(rows[what]?.[3]).toBe('yes');
    expect(rows['private endpoints'] === undefined).toBe(name === 'dev');
    expect(rows['logs']?.[3]).toBe('by volume');
    expect(rows['logs']?.[4]).toContain('At the cap nothing more comes in until the next day');
  });

  test('name what is larger than the least', () => {
    const job = (name: string, units: number) => ({ name, streaming_units: units, sku_name: 'StandardV2' });
    const bill = billOfStack(
      stackOf({ azurerm_stream_analytics_job: { One: job('asa-small', 3), Other: job('asa-large', 20) } }),
    );
    expect(rowsOf(floorsSection(bill))['streaming jobs']?.[3]).toBe(
      'no: asa-large: 2 V2 units, while it runs',
    );
  });

  test('are left out where nothing bills by being there', () => {
    expect(floorsSection(billOfStack(stackOf({})))).toEqual([]);
  });
});
