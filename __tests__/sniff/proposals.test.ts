import { gzipSync } from 'node:zlib';
import { type DataContract } from '../../model';
import { type ContractProposal } from '../../sniff/proposal';
import { evaluated } from '../support/proposed-module';
import { callsOf, column, csv, day, sniffing } from '../support/sniffed';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();

const { look, proposed } = sniffing(folder);

const keyOf = ({ columns }: ContractProposal) =>
  columns.filter(({ calls }) => calls.some(({ method }) => method === 'key')).map(({ name }) => name);

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('keys', () => {
  it('are one column, before others that never repeat by accident', async () => {
    const file = csv('amount,order_id,at', 30, (index) => `${index}.50,${1000 + index},${day(index)}`);
    const proposal = await proposed({ 'a.csv': file });
    expect(keyOf(proposal)).toEqual(['order_id']);
    expect(proposal.doubts.filter((doubt) => doubt.includes('repeat'))).toEqual([]);
  });

  it('are two columns, where none is enough', async () => {
    const file = csv(
      'day,currency,rate',
      60,
      (index) => `${day(Math.floor(index / 3))},${['EUR', 'USD', 'JPY'][index % 3]},1.${index}`,
    );
    const proposal = await proposed({ 'a.csv': file });
    expect(keyOf(proposal)).toEqual(['day', 'currency']);
    expect(proposal.evidence).toContain('currency and day: 60 values in 60 different rows');
  });

  it('are the number of a thing whose versions are in several files', async () => {
    const version = (at: string, status: string) =>
      csv('id,updated_at,status', 25, (index) => `${index},${at} 10:00:00,${status}${index}`);
    const proposal = await proposed({
      'a.csv': version('2026-01-01', 'new'),
      'b.csv': version('2026-01-02', 'paid'),
    });
    expect(keyOf(proposal)).toEqual(['id']);
    expect(proposal.doubts).toContainEqual(expect.stringContaining('25 rows repeat a id with other values'));
  });

  it('do not count rows twice that are repeated as they are', async () => {
    const file = csv('id,at', 25, (index) => `${index},${day(index)}`);
    expect(keyOf(await proposed({ 'a.csv': file, 'b.csv': file }))).toEqual(['id']);
  });

  it('are all columns that it takes, with a doubt, where nothing else tells rows apart', async () => {
    const file = csv(
      'shop,till,day,total',
      40,
      (index) => `s${index % 2},t${Math.floor(index / 2) % 2},${day(Math.floor(index / 4))},9.50`,
    );
    const proposal = await proposed({ 'a.csv': file });
    expect(keyOf(proposal)).toEqual(['shop', 'till', 'day']);
    expect(proposal.doubts).toContain('no one or two columns identify a row; these do together');
  });
});

describe('a value unlike the others', () => {
  it('is named with its line, and its row alone is quarantined', async () => {
    const file = `${csv('id,at,amount', 30, (index) => `${index},${day(index)},${index}.50`)}30,2026-01-31,"on\nrequest"\n`;
    const proposal = await proposed({ 'a.csv': file });
    expect(column(proposal, 'amount')).toMatchObject({
      type: { kind: 'decimal' },
      exceptions: [{ text: 'on\nrequest', rows: 1, at: 'a.csv line 32' }],
    });
    expect(proposal.broken).toEqual([
      { rule: 'type:amount', rows: 1, examples: ['a.csv line 32: "on\\nrequest"'] },
    ]);
  });

  it('is found behind a preamble and in another encoding', async () => {
    const text = csv(
      'id;größe;at',
      30,
      (index) => `${index};${index === 20 ? 'groß' : `${index},5`};${day(index)}`,
    );
    const file = Buffer.from(`Bericht über Größen\r\n${text.replaceAll('\n', '\r\n')}`, 'latin1');
    const proposal = await proposed({ 'a.csv': file });
    expect(proposal.options).toEqual({ delimiter: ';', skipLines: 1, encoding: 'windows-1252' });
    expect(proposal.broken).toEqual([{ rule: 'type:groesse', rows: 1, examples: ['a.csv line 23: "groß"'] }]);
  });

  it('makes text of a column, where there are many', async () => {
    const file = csv(
      'id,at,invoice',
      100,
      (index) => `${index},${day(index)},${index % 20 === 0 ? 'C' : ''}${5000 + index}`,
    );
    const proposal = await proposed({ 'a.csv': file });
    expect(column(proposal, 'invoice')).toMatchObject({
      type: { kind: 'string' },
      doubts: [expect.stringContaining('numbers in 95 rows, and something else in 5')],
    });
    expect(proposal.broken).toEqual([]);
  });

  it('may be a missing key or time, whose row is quarantined', async () => {
    const file = `${csv('id,at,total', 30, (index) => `${index},${day(index)},1.50`)},2026-01-31,1.50\n31,,1.50\n`;
    const proposal = await proposed({ 'a.csv': file });
    expect(keyOf(proposal)).toEqual(['id']);
    expect(proposal.eventTime).toBe('at');
    expect(proposal.broken.map(({ rule, rows, examples }) => [rule, rows, examples])).toEqual([
      ['missing:at', 1, ['a.csv line 33']],
      ['missing:id', 1, ['a.csv line 32']],
    ]);
  });
});

describe('what sources have in common', () => {
  it('decides what one column leaves open', async () => {
    const file = csv(
      'id|on|due|net|tax',
      20,
      (index) => `${index}|${day(index).slice(8)}.01.2026|0${(index % 8) + 1}.02.2026|1.234|${index},5`,
    );
    const proposal = await proposed({ 'a.csv': file });
    expect(proposal.writtenAs).toEqual({ dates: ['dd.MM.yyyy'] });
    expect(column(proposal, 'net').format).toEqual({ number: { decimal: ',', thousands: '.' } });
    expect(column(proposal, 'due').doubts).toEqual([
      expect.stringMatching(/^"01\.02\.2026" is 2026-02-01 or 2026-01-02: .* as in other columns$/),
    ]);
  });

  it('makes a missing value of a text, where numbers have it too', async () => {
    const file = csv(
      'id,at,amount,note',
      20,
      (index) => `${index},${day(index)},${index % 5 === 0 ? '-' : '1.5'},${index % 4 === 0 ? '-' : 'words'}`,
    );
    const proposal = await proposed({ 'a.csv': file });
    expect(proposal.writtenAs).toEqual({ nullMarkers: ['-'] });
    expect(callsOf(proposal, 'note')).toEqual([['nullable']]);
  });

  it('is a value, where texts alone have it', async () => {
    const file = csv(
      'id,at,note',
      20,
      (index) => `${index},${day(index)},${index % 4 === 0 ? '-' : 'words'}`,
    );
    expect(callsOf(await proposed({ 'a.csv': file }), 'note')).toEqual([]);
  });

  it('is the clock that a caller names', async () => {
    const file = csv('id,at', 20, (index) => `${index},${day(index)} 10:00:00`);
    const [silent, named] = [
      await proposed({ 'a.csv': file }),
      await proposed({ 'a.csv': file }, { clock: 'Europe/Berlin' }),
    ];
    expect(column(silent, 'at').doubts).toEqual([expect.stringContaining('no offset: read as UTC')]);
    expect(column(named, 'at')).toMatchObject({ format: { clock: 'Europe/Berlin' }, doubts: [] });
    await expect(look({ 'a.csv': file }, { clock: 'Europe/Berln' })).rejects.toThrow(
      'LH2013 sniff: "clock" shows the clock of "Europe/Berln", which not all engines know (did you mean "Europe/Berlin"?)',
    );
  });
});

describe('persons', () => {
  it('are identified by their number, which becomes text', async () => {
    const file = csv(
      'id,at,customer_id,email',
      20,
      (index) => `${index},${day(index)},${100 + index},a${index}@example.com`,
    );
    const proposal = await proposed({ 'a.csv': file });
    expect(column(proposal, 'customer_id').type.kind).toBe('string');
    expect(callsOf(proposal, 'customer_id')).toEqual([['subject', 'customer']]);
    expect(callsOf(proposal, 'email')).toEqual([['personal']]);
    expect(column(proposal, 'email').examples).toEqual([
      'a*@*******.***',
      'a**@*******.***',
      'a**@*******.***',
    ]);
  });

  it('are identified by what is there, with a doubt', async () => {
    const file = csv('id,at,phone', 20, (index) => `${index},${day(index)},+49 30 12345${index}`);
    const proposal = await proposed({ 'a.csv': file });
    expect(callsOf(proposal, 'phone')).toEqual([['personal'], ['subject', 'customer']]);
    expect(proposal.doubts).toContainEqual(expect.stringContaining('no column is the number of a person'));
  });

  it('are kept out of elements, where no column of the row identifies them', async () => {
    const document = (index: number, id: object) =>
      JSON.stringify({
        id: index,
        at: day(index),
        ...id,
        lines: [{ line: 1, sent_to_email: `a${index}@example.com` }],
      });
    const without = await proposed({
      'a.jsonl': range(20)
        .map((index) => document(index, {}))
        .join('\n'),
    });
    expect(without.omitted).toEqual([expect.objectContaining({ place: 'lines[].sent_to_email' })]);
    const { module, proposals } = await look({
      'a.jsonl': range(20)
        .map((index) => document(index, { customer_id: `c${index}` }))
        .join('\n'),
    });
    expect(column(proposals[0]!, 'lines').elements?.map(({ name }) => name)).toEqual([
      'line',
      'sent_to_email',
    ]);
    expect(module).toContain(
      "mapping(orders, { each: 'lines', name: 'order_lines', with: ['customer_id'] })",
    );
  });
});

describe('arrays', () => {
  const documents = range(20).map((index) =>
    JSON.stringify({
      id: index,
      at: day(index),
      tags: index % 3 === 0 ? [] : ['new', `t${index}`],
      marks: index === 5 ? null : [{ x: 1.5 }, { x: 1.5 }],
      lines: [
        {
          id: 1,
          price: { shop: { amount: `${index}.50` } },
          taxes: [
            { title: 'VAT', rate: 0.19 },
            { title: 'eco', rate: 0.5 },
          ],
        },
        { id: 2, price: { shop: { amount: '2.00' } }, taxes: [] },
      ],
    }),
  );

  it('hold objects, arrays and single values, each with what tells its elements apart', async () => {
    const proposal = await proposed({ 'a.jsonl': documents.join('\n') });
    const lines = column(proposal, 'lines').elements!;
    expect(lines.map(({ name, type }) => [name, type.kind])).toEqual([
      ['line_id', 'long'],
      ['shop_amount', 'decimal'],
      ['taxes', 'array'],
    ]);
    expect(lines[1]?.calls).toEqual([{ method: 'path', values: ['price', 'shop', 'amount'] }]);
    expect(lines[2]?.elements?.map(({ name, calls }) => [name, calls.map(({ method }) => method)])).toEqual([
      ['title', ['key']],
      ['rate', []],
    ]);
    expect(column(proposal, 'tags').single?.names).toEqual({ position: 'tag_position', value: 'tag' });
    expect(callsOf(proposal, 'tags')).toEqual([]);
    expect(column(proposal, 'marks').elements?.map(({ name, isPosition }) => [name, isPosition])).toEqual([
      ['mark_position', true],
      ['x', undefined],
    ]);
    expect(callsOf(proposal, 'marks')).toEqual([['nullable']]);
    expect(proposal.broken).toEqual([]);
  });

  it('of one element each have its place, unless a name says what identifies one', async () => {
    const rows = range(20).map((index) =>
      JSON.stringify({
        id: index,
        at: day(index),
        taxes: [{ title: 'VAT', currency_code: 'EUR', rate: 0.19 }],
        refunds: [{ id: 900 + index, note: 'late' }],
      }),
    );
    const proposal = await proposed({ 'a.jsonl': rows.join('\n') });
    expect(column(proposal, 'taxes').elements?.map(({ name }) => name)[0]).toBe('tax_position');
    expect(column(proposal, 'taxes').doubts).toEqual([expect.stringMatching(/^no array holds two elements/)]);
    const keys = column(proposal, 'refunds').elements?.filter(({ calls }) =>
      calls.some(({ method }) => method === 'key'),
    );
    expect(keys?.map(({ place }) => place)).toEqual(['id']);
  });

  it.each([
    // One call opens its last argument in the line of the name; several stand below each other, as formatters break them.
    ['long', 'ways_in_which_a_customer_may_have_paid_an_order', /^ +ways\w+_order: t\.array\(t.*, \{$/m],
    [
      'too long',
      'names_of_the_gateways_through_which_a_payment_may_have_gone',
      /^ +names\w+: t\n +\.array\(t.*, \{$/m,
    ],
  ])('with %s names are broken into lines that say the same', async (_what, name, broken) => {
    const rows = range(20).map((index) =>
      JSON.stringify({ id: index, at: day(index), [name]: ['card', 'cash on delivery'] }),
    );
    const { module, proposals } = await look({ 'a.jsonl': rows.join('\n') });
    const { name: given, single } = proposals[0]!.columns.find((one) => one.type.kind === 'array')!;
    const { columns } = evaluated(module)['orders'] as DataContract;
    expect(Object.keys(columns[given]!.elements!)).toEqual(Object.values(single!.names));
    expect(module.split('\n').every((line) => line.length <= 110)).toBe(true);
    expect(module).toMatch(broken);
  });

  it('have a table each', async () => {
    const { module } = await look({ 'a.jsonl': documents.join('\n') });
    expect(module).toContain("tags: t.array(t.string(10), { position: 'tag_position', value: 'tag' }),");
    for (const table of ['tags', 'marks', 'lines'])
      expect(module).toContain(`{ each: '${table}', name: 'order_${table}' }`);
    expect(module).toContain("mapping(orders, { each: 'lines.taxes', name: 'order_lines_taxes' });");
  });
});

describe('files', () => {
  it('in folders of partitions have the columns of these', async () => {
    const part = csv('id,amount', 15, (index) => `${index},1.5`);
    const proposal = await proposed({
      'dt=2026-01-01/a.csv': part,
      'dt=2026-01-02/a.csv': part.replaceAll(/^(\d)/gm, '9$1'),
    });
    expect(callsOf(proposal, 'dt')).toEqual([['fromFolder', 'dt']]);
    expect(proposal.eventTime).toBe('dt');
  });

  it('of JSON may write numbers with zeros that no text keeps', async () => {
    const rows = range(20).map((index) => `{"id":${index},"at":"${day(index)}","qty":${index}.0,"net":1.10}`);
    const proposal = await proposed({ 'a.jsonl': rows.join('\n') });
    expect([proposal.rows, column(proposal, 'qty').type.kind, column(proposal, 'net').type.kind]).toEqual([
      20,
      'long',
      'decimal',
    ]);
    expect(proposal.broken).toEqual([]);
  });

  it('that bring a column later leave it nullable', async () => {
    const proposal = await proposed({
      'a.csv': csv('id,at', 15, (index) => `${index},${day(index)}`),
      'b.csv': csv('id,at,coupon', 15, (index) => `${index + 100},${day(index)},x${index}`),
    });
    expect(callsOf(proposal, 'coupon')).toEqual([['nullable']]);
    expect(proposal.rows).toBe(30);
  });

  it.each<[string, Readonly<Record<string, string | Buffer>>, string]>([
    ['nothing in them', { 'a.csv': '' }, 'LH7202'],
    ['a header alone', { 'a.csv': 'id,at\n' }, 'LH7202'],
    ['another extension', { 'a.xlsx': 'id\tat\n1\t2026-01-01\n' }, 'LH7202'],
    ['a name twice', { 'a.csv': 'id,at,at\n1,2026-01-01,2\n' }, 'LH7202'],
    ['nothing that identifies a row', { 'a.csv': 'price\n1.50\n\n' }, 'LH7204'],
    [
      'times of several units',
      { 'a.jsonl': '{"id":"a","created":1234567890}\n{"id":"b","created":1433221332117}\n' },
      'LH7203',
    ],
    [
      'a name for each row',
      { 'a.json': '{"0":{"id":1,"n":5},"1":{"id":2,"n":7},"2":{"id":3,"n":7}}' },
      'LH9340',
    ],
    [
      'a name for each row in each column',
      { 'a.json': '{"id":{"0":1,"1":2,"2":3},"n":{"0":5,"1":7,"2":7}}' },
      'LH9340',
    ],
    ['lists for rows', { 'a.json': '[["a",5],["b",7]]' }, 'LH9340'],
    [
      'names beside lists',
      { 'a.json': '{"columns":["id","n"],"index":[0,1],"data":[["a",5],["b",7]]}' },
      'LH9340',
    ],
  ])('with %s are no source', async (_what, files, code) => {
    const { issues, module } = await look(files);
    expect([issues.map((issue) => issue.code), module]).toEqual([[code], '']);
  });

  it.each<[string, Readonly<Record<string, string | Buffer>>, RegExp]>([
    ['an empty one', { 'a.csv': '' }, /^are "a\.csv": there is nothing in it$/],
    ['empty ones', { 'a.csv': '', 'b.csv': '\n' }, /^are 2 files in .*: there is nothing in them$/],
    ['a header', { 'a.csv': 'id,at\n' }, /^are "a\.csv": there are no rows in it$/],
    [
      'a gzip around another',
      { 'a.csv.gz': gzipSync(gzipSync('id,at\n1,2026-01-01\n')) },
      /a gzip around another gzip/,
    ],
  ])('say what is in them: %s', async (_what, files, got) => {
    const { issues } = await look(files);
    expect(issues.map((issue) => issue.got)).toEqual([expect.stringMatching(got)]);
  });
});
