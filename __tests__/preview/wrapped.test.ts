import { dataContract, days, t } from '../../model';
import { Deliveries } from '../support/deliveries';

/** Answers of a REST interface are read alike, with what is around the records or without. */
const { bronze, rowsOf, run, write } = Deliveries.forEachTest();

const leads = dataContract('leads', {
  description: 'Leads of the shop',
  columns: { id: t.long().key(), name: t.string(20).nullable(), changed_at: t.timestamp() },
  eventTime: 'changed_at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: {
      kind: 'rest',
      baseUrl: 'https://crm.example.com',
      path: 'leads',
      records: ['result', 'lead items'],
    },
  },
  expectedRowsPerDay: 10,
});
const lead = (id: number, rest = {}) => ({ id, changed_at: '2026-01-01 10:00:00', ...rest });
const answer = (...items: unknown[]) => ({
  next: null,
  result: { total: items.length, 'lead items': items },
});
const lines = (...documents: unknown[]) =>
  documents.map((document) => `${JSON.stringify(document)}\n`).join('');

describe('an answer', () => {
  it('gives its records, page by page, on one line or over several', async () => {
    write({
      'leads/lines.jsonl': lines(answer(lead(1), lead(2)), answer(lead(3))),
      'leads/whole.json': JSON.stringify(answer(lead(4), lead(5)), undefined, 2),
      'leads/plain.jsonl': lines(lead(6)),
      'leads/array.json': JSON.stringify([lead(7)]),
    });
    const { tables } = await run(leads);
    expect((await bronze('leads')).sort()).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect(tables[0]).toMatchObject({ read: 7, written: 7, quarantined: {} });
  });

  it('without records gives no rows', async () => {
    write({ 'leads/a.json': lines(answer(), { result: {} }, { result: { 'lead items': 5 } }) });
    const { tables } = await run(leads);
    expect(tables[0]).toMatchObject({ read: 0, written: 0, quarantined: {} });
  });

  it('with a record that is none sends it to quarantine, alone', async () => {
    write({ 'leads/a.json': lines(answer(lead(1), 5, null, lead(2, { more: [1] }))) });
    await run(leads);
    expect((await bronze('leads')).sort()).toEqual(['1', '2']);
    expect(
      (await rowsOf('quarantine/leads.delivery.parquet')).map(([, , reason, text]) => [reason, text]),
    ).toEqual([
      ['malformed-row: is no JSON object', '5'],
      ['malformed-row: is no JSON object', 'null'],
    ]);
  });
});
