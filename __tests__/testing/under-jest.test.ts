import { writeFileSync } from 'node:fs';
import { installCompiled } from '../support/compiled-package';
import { nodeProgram, ROOT } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('all tests');

/** What a user writes, with SQL of their own and a source in Avro: all that the preview loads by its first use. */
const FLOW_TEST = `
  const { dataContract, days, mapping, read, sqlTable, t } = require('cdktf-azure-lakehouse/model');
  const { flowTest } = require('cdktf-azure-lakehouse/testing');

  const orders = dataContract('orders', {
    columns: { id: t.long().key(), pieces: t.integer() },
    delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } },
    expectedRowsPerDay: 1,
  });
  const ranked = sqlTable('ranked', {
    text: 'SELECT o.id, RANK() OVER (ORDER BY o.pieces DESC) AS place FROM input.orders AS o',
    reads: { orders: read(mapping(orders)).select('id', 'pieces') },
    columns: { id: t.long().key(), place: t.long() },
  });

  it('computes', () =>
    flowTest(ranked, { orders })
      .given({ orders: [{ id: 1, pieces: 2 }, { id: 2, pieces: 3 }] })
      .expect([{ id: 1, place: 2 }, { id: 2, place: 1 }]));
  it('reads Avro', () => {
    const { avroRowType } = require('./node_modules/cdktf-azure-lakehouse/dist/preview/sources/avro-schema.js');
    expect(avroRowType('{"type":"record","name":"r","fields":[]}')).toBeDefined();
  });`;

it('a flow test runs under jest as the package comes from npm', async () => {
  installCompiled(folder.path);
  writeFileSync(
    folder.at('jest.config.js'),
    'module.exports = { transform: {}, watchman: false, cache: false };',
  );
  writeFileSync(folder.at('orders.test.js'), FLOW_TEST);
  const jest = require.resolve('jest/bin/jest', { paths: [ROOT] });
  const { code, stderr } = await nodeProgram([jest, '--ci', '--runInBand'], {
    home: folder.path,
    cwd: folder.path,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('2 passed') as string });
});
