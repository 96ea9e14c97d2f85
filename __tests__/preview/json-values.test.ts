import { dataContract, days, t } from '../../model';
import { AT, Deliveries } from '../support/deliveries';

// Numbers of JSON pass through a double in Data Factory: one that would not come out as it was written is not read as another.

const { rowsOf, run, write } = Deliveries.forEachTest();

const values = dataContract('values', {
  description: 'Values of documents',
  columns: {
    id: t.long().key(),
    at: t.timestamp(),
    text: t.string(40).nullable(),
    amount: t.decimal(38, 18).nullable(),
    price: t.decimal(10, 2).nullable(),
    count: t.long().nullable(),
    ratio: t.double().nullable(),
  },
  eventTime: 'at',
  delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'json-lines' } },
  expectedRowsPerDay: 10,
});
const NAMES = ['text', 'amount', 'price', 'count', 'ratio'];

/** The texts of bronze, of documents with one value each. */
async function bronzeOf(...fields: readonly (readonly [name: string, json: string])[]) {
  const lines = fields.map(([name, json], id) => `{"id":${id},"at":"${AT}","${name}":${json}}`);
  write({ 'values/a.jsonl': lines.join('\n') });
  await run(values);
  const rows = await rowsOf('bronze/values.parquet');
  const refused = await rowsOf('quarantine/values.delivery.parquet');
  return fields.map(([name], id) => {
    const row = rows.find(([key]) => key === String(id));
    return row ? row[2 + NAMES.indexOf(name)] : refused.find(([, line]) => line === String(id + 1))?.[2];
  });
}

it('keeps what comes out of a double as it was written', async () => {
  const kept = [
    ['text', '5', '5'],
    ['text', '12345678901234567890', '12345678901234567890'],
    ['text', '-2.25', '-2.25'],
    ['text', '"1.10"', '1.10'],
    ['text', '1.10', '1.1'],
    ['text', '1e3', '1000'],
    ['text', '0.00001', '0.00001'],
    ['text', '-0.0', '0'],
    ['text', '1.00000000000000000', '1'],
    ['text', 'true', 'true'],
    ['amount', '0.1', '0.1'],
    ['amount', '1e-19', '0.0000000000000000001'],
    ['price', '0.1000000000000000055511151231257827', '0.1'],
    ['price', '-1.0050000000000000000001', '-1.005'],
    ['price', '0.30000000000000004', '0.30000000000000004'],
    ['price', '1e-999999999999', '0'],
    ['count', '9007199254740992.0', '9007199254740992'],
    ['count', '9007199254740993', '9007199254740993'],
    ['count', '1e18', '1000000000000000000'],
    ['ratio', '0.12345678901234567890', '0.12345678901234568'],
  ] as const;
  expect(await bronzeOf(...kept.map(([name, json]) => [name, json] as const))).toEqual(
    kept.map(([, , text]) => text),
  );
});

it('sends digits that a double has no place for to quarantine', async () => {
  const lost = [
    ['text', '1234567890.0987654321'],
    ['text', '9007199254740993.0'],
    ['text', '0.12345678901234567890'],
    ['amount', '0.123456789012345678'],
    ['amount', '12345678901234.123456'],
    ['price', '99999999999999999.99'],
    ['count', '9007199254740993.0'],
  ] as const;
  expect(await bronzeOf(...lost)).toEqual(
    lost.map(
      ([name]) =>
        `type:${name}: holds a number that would not stay as it is written; let its source write it as text`,
    ),
  );
});
