import { mkdirSync, writeFileSync } from 'node:fs';
import { platformFacts } from '../../diagram';
import { billDocument } from '../support/bills';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('all tests');

function write(file: string, content: unknown): void {
  mkdirSync(folder.at(file, '..'), { recursive: true });
  writeFileSync(folder.at(file), JSON.stringify(content));
}

test('are the resources, cost and alerts that a synthesis wrote of an environment', () => {
  const bill = billDocument({ environment: 'dev' });
  const [line] = bill.running.lines;
  write('out/cost/dev.json', bill);
  write(`out/stacks/${line!.stack}/cdk.tf.json`, {
    resource: {
      azurerm_eventhub: {
        Hub: { name: 'orders', '//': { metadata: { path: `${line!.stack}/Ingestion/Hub-orders` } } },
      },
    },
  });
  write('out/stacks/other-prod/cdk.tf.json', { resource: { azurerm_eventhub: { Hub: { name: 'x' } } } });
  write('out/alerts/dev.json', { alerts: [{ rule: 'late', condition: 'a table is late' }] });
  const memory = { ...line!, price: { ...line!.price!, certainty: 'from memory' as const, region: 'mars' } };
  const { price: _price, ...unpriced } = line!;
  const doubtful = { ...bill, environment: 'test', running: { ...bill.running, lines: [memory, unpriced] } };
  write('out/cost/test.json', doubtful);
  const uncertain = platformFacts(folder.at('out'), 'test');
  expect(uncertain?.costs.map(({ doubts }) => doubts)).toEqual([
    ['from memory', 'of another region'],
    ['missing'],
  ]);
  expect(platformFacts(folder.at('out'), 'dev')).toMatchObject({
    currency: bill.currency,
    costs: bill.running.lines.map(({ name, cost }) => ({ name, amount: cost.likely })),
    resources: [
      {
        department: line!.department,
        type: 'azurerm_eventhub',
        path: 'Ingestion/Hub-orders',
        name: 'orders',
      },
    ],
    alerts: [{ rule: 'late' }],
  });
});

test('are nothing where the environment was not synthesized', () => {
  expect(platformFacts(folder.at('nowhere'), 'dev')).toBeUndefined();
  expect(platformFacts(folder.at('out'), 'prod')).toBeUndefined();
});
