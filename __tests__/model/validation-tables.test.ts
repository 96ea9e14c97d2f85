import {
  count,
  goldTable,
  goldView,
  mapping,
  read,
  silverTable,
  sum,
  t,
  type Table,
  tableReference,
} from '../../model';
import { orders, sold, rated, issuesOf } from '../support/acme';

/** What is wrong with tables, their keys and what they read: each mistake alone, word for word. */

describe('a table', () => {
  it('reads tables that somebody fills', () => {
    const forgotten = silverTable('forgotten', { flow: read(sold), key: ['id'] });
    const reader = goldView('reader', { flow: read(forgotten), key: ['id'] });
    expect(issuesOf([reader])).toEqual([
      'LH3108 sales/reader: "flow" reads "forgotten", which nobody fills; allowed: rated, reader, sold; add the table to the tables of a department',
    ]);
  });

  it('can be read as it was for 7 to 30 days', () => {
    const sold = (timeTravelDays: number) => mapping(orders, { name: 'early', timeTravelDays });
    expect(issuesOf([sold(7)])).toEqual([]);
    expect(issuesOf([sold(30)])).toEqual([]);
    for (const days of [6, 31, 7.5]) {
      expect(issuesOf([sold(days)])).toEqual([
        `LH0002 sales/early: "timeTravelDays" is ${days}; allowed: a whole number of days from 7 to 30; change the number`,
      ]);
    }
  });

  it('refers to tables by the names their owners give them', () => {
    const flow = read(tableReference('sales', 'rate', { shop: t.string(20).key() }));
    expect(issuesOf([], [goldView('reader', { flow, key: ['shop'] })])).toEqual([
      'LH3108 buying/reader: "flow" reads "sales.rate", which nobody fills (did you mean "sales.rated"?); allowed: buying.reader, sales.rated, sales.sold; add the table to the tables of a department',
    ]);
  });

  it('of a source looks up nothing that is filled less often', () => {
    const cities = read(rated).aggregate(
      (row) => ({ shop: row.shop }),
      (row) => ({ total: sum(row.rate) }),
    );
    const early = mapping(orders, {
      name: 'early',
      then: (rows) => rows.join(cities, { on: ['shop'], how: 'left' }),
    });
    expect(issuesOf([early])).toEqual([
      'LH3112 sales/early: "flow" maps windows of 60 minutes and reads "rated", which is filled every 1440; allowed: tables that are filled at least as often as the source is mapped; join it in a silver table of its own',
    ]);
  });

  it('is not part of a cycle', () => {
    const reference = (name: string) => read(tableReference('sales', name, { id: t.long().key() }));
    const tables = ['first', 'second', 'third'].map((name, index, names) =>
      silverTable(name, { flow: reference(names[(index + 1) % 3]!), key: ['id'] }),
    );
    const outside = silverTable('outside', { flow: read(tables[0]!), key: ['id'] });
    const wrong = (ring: string) =>
      `is part of a cycle: ${ring}; allowed: flows without a way back; take one of these reads out`;
    expect(issuesOf([...tables, outside])).toEqual([
      `LH3111 sales/first: "flow" ${wrong('sales.first reads sales.second reads sales.third reads sales.first')}`,
      `LH3111 sales/second: "flow" ${wrong('sales.second reads sales.third reads sales.first reads sales.second')}`,
      `LH3111 sales/third: "flow" ${wrong('sales.third reads sales.first reads sales.second reads sales.third')}`,
    ]);
  });

  it('does not read itself', () => {
    const flow = read(tableReference('sales', 'self', { id: t.long().key() }));
    expect(issuesOf([silverTable('self', { flow, key: ['id'] })])).toEqual([
      'LH3111 sales/self: "flow" is part of a cycle: sales.self reads sales.self; allowed: flows without a way back; take one of these reads out',
    ]);
  });

  it('of another department is read when its owner publishes it', () => {
    const reader = (table: Table<{ shop: 'string' }>, key: never) =>
      goldView('reader', { flow: read(table), key });
    expect(issuesOf([], [reader(sold, ['id'] as never)])).toEqual([
      'LH3105 buying/reader: "flow" reads sales.sold, which its owner does not publish; allowed: tables that sales publishes; ask sales to set published on "sold"',
    ]);
    expect(issuesOf([], [reader(rated, ['shop', 'day'] as never)])).toEqual([]);
  });

  it('maps a source of its own department', () => {
    expect(issuesOf([], [mapping(orders, { name: 'taken' })])).toEqual([
      'LH3107 buying/taken: "flow" maps the source "orders" of sales; allowed: none; read a table that sales publishes',
    ]);
    const unowned = { ...orders, name: 'unowned' };
    expect(issuesOf([mapping(unowned)])).toEqual([
      'LH3107 sales/unowned: "flow" maps the source "unowned", which no department owns; allowed: orders, rates; add it to the sources of sales',
    ]);
  });

  it('in silver does not read gold', () => {
    const total = goldView('totals', {
      key: ['shop'],
      flow: read(sold).aggregate(
        (row) => ({ shop: row.shop }),
        (row) => ({ amount: sum(row.amount) }),
      ),
    });
    const back = silverTable('back', {
      flow: read(total).filter((row) => row.shop.isNotNull()),
      key: ['shop'],
    });
    expect(issuesOf([total, back])).toEqual([
      'LH3106 sales/back: "flow" reads sales.totals, a gold table; allowed: bronze and silver for a silver table; read the silver tables it is made of, or make this a gold table',
    ]);
  });

  it('in gold has no checks, and nothing that T-SQL cannot do', () => {
    const flow = read(sold)
      .check('positive', (row) => ({ amount: row.amount.greaterThan(0) }))
      .filter((row) => row.shop.matches(/[A-Z]+/).and(row.shop.trim().equals('A')))
      .derive((row) => ({ who: row.email.pseudonym() }));
    const gold = (code: string, issue: string) => `${code} sales/checked: "flow" ${issue}`;
    expect(issuesOf([goldTable('checked', { flow, key: ['id'] })])).toEqual([
      gold(
        'LH3201',
        'uses check() "positive", which T-SQL does not offer: a view has no place for the rows that break a rule; move the check into the silver table it reads',
      ),
      gold(
        'LH2101',
        'uses matches(), which T-SQL does not offer: it has no regular expressions; derive the condition in a silver table',
      ),
      gold(
        'LH2101',
        'uses trim(), which T-SQL does not offer: what is in silver has been trimmed; trim it in a silver table',
      ),
      gold(
        'LH2101',
        'uses pseudonym(), which T-SQL does not offer: the pepper would stand in the text of a view; derive the pseudonym in a silver table',
      ),
    ]);
    expect(issuesOf([silverTable('checked', { flow, key: ['id'] })])).toEqual([]);
  });

  it('names each of its checks differently, because they name its quarantine', () => {
    const flow = read(sold)
      .check('positive', (row) => ({ amount: row.amount.greaterThan(0) }))
      .check('positive', (row) => ({ id: row.id.greaterThan(0) }));
    expect(issuesOf([silverTable('checked', { flow, key: ['id'] })])).toEqual([
      'LH0003 sales/checked: "check" has "positive" 2 times; allowed: each name once; rename or remove one "positive"',
    ]);
  });
});

describe('a key', () => {
  const unique = 'allowed: a key that the flow makes unique; dedupe or aggregate by the key as a last step';

  it('is unique by the flow itself', () => {
    const flow = read(sold);
    expect(issuesOf([silverTable('by_shop', { flow, key: ['shop'] })])).toEqual([
      `LH3104 sales/by_shop: "key" is shop, but rows of the flow are identified by id; ${unique}`,
    ]);
    expect(issuesOf([silverTable('by_shop', { flow: flow.union(flow), key: ['id'] })])).toEqual([
      `LH3104 sales/by_shop: "key" is id, but rows of the flow are not known to be unique; ${unique}`,
    ]);
    const changed = flow.derive((row) => ({ id: row.id.plus(1) }));
    expect(issuesOf([silverTable('by_shop', { flow: changed, key: ['id'] })])).toEqual([
      `LH3104 sales/by_shop: "key" is id, but rows of the flow are not known to be unique; ${unique}`,
    ]);
    const deduped = flow.dedupe({ by: ['shop'], newest: ['at'] });
    expect(issuesOf([silverTable('by_shop', { flow: deduped, key: ['shop'] })])).toEqual([]);
    expect(issuesOf([silverTable('by_shop', { flow, key: ['shop', 'id'] })])).toEqual([]);
  });

  it('is never null in silver; in gold nulls are a group of their own', () => {
    const flow = read(sold).dedupe({ by: ['amount'], newest: ['at'] });
    expect(issuesOf([silverTable('amounts', { flow, key: ['amount'] })])).toEqual([
      'LH3103 sales/amounts: "key" has "amount", which can be null; allowed: columns that are never null; check or filter it with isNotNull() and give it a value with coalesce(), or choose another key',
    ]);
    expect(issuesOf([goldView('amounts', { flow, key: ['amount'] })])).toEqual([]);
  });

  it('is empty for a total alone', () => {
    const total = read(sold).aggregate(
      () => ({}),
      () => ({ orders: count() }),
    );
    const wrong = (columns: string) =>
      `LH3101 sales/all_orders: "key" is empty; allowed: ${columns}; name the columns that identify a row`;
    expect(issuesOf([silverTable('all_orders', { flow: total, key: [] })])).toEqual([wrong('orders')]);
    expect(issuesOf([goldView('all_orders', { flow: read(sold), key: [] })])).toEqual([
      wrong('amount, at, email, id, shop'),
    ]);
    expect(issuesOf([goldView('all_orders', { flow: total, key: [] })])).toEqual([]);
  });

  it('and the newest version are named by columns that are there', () => {
    const upserted = { flow: read(sold), key: ['id', 'shpo'] as never, newestBy: 'att' as never };
    expect(issuesOf([silverTable('upserted', upserted)])).toEqual([
      'LH3102 sales/upserted: "key" is "shpo", which is no column (did you mean "shop"?); allowed: amount, at, email, id, shop; name a column of the table',
      'LH3102 sales/upserted: "newestBy" is "att", which is no column (did you mean "at"?); allowed: amount, at, email, id, shop; name a column of the table',
    ]);
  });
});

describe('a reference to a table of another department', () => {
  function referring(columns: Parameters<typeof tableReference>[2]): string[] {
    const flow = read(tableReference('sales', 'rated', columns)).dedupe({ by: ['shop'], newest: [] });
    const reader = goldView('reader', { flow, key: ['shop'] });
    return issuesOf([], [reader]).map((issue) =>
      issue
        .replace(/^LH3109 buying\/reader: "flow" expects /, '')
        .replace(/; make the reference say what the owner declares$/, ''),
    );
  }

  it('expects what is there', () => {
    expect(referring({ shop: t.string(20).key(), day: t.date().key() })).toEqual([]);
    expect(referring({ shop: t.string(20), rate: t.decimal(8, 4).nullable() })).toEqual([]);
  });

  it('expects columns that are there, of the types they have', () => {
    expect(referring({ shop: t.string(30), rat: t.decimal(8, 4) })).toEqual([
      '"shop" as string(30) in sales.rated; allowed: string(20)',
      '"rat" (did you mean "rate"?) in sales.rated; allowed: day, rate, shop',
    ]);
  });

  it('expects no narrower key than the owner declares', () => {
    expect(referring({ shop: t.string(20).key(), rate: t.decimal(8, 4) })).toEqual([
      'rows identified by shop in sales.rated; allowed: the key day, shop',
    ]);
  });

  it('expects no more values, and nothing more public, than the owner has', () => {
    const columns = { id: t.long().key(), amount: t.decimal(12, 2), email: t.string(120) };
    const flow = read(tableReference('sales', 'open', columns));
    const published = { exposes: [{ column: 'email', reason: 'letters are sent' }] };
    const open = silverTable('open', { flow: read(sold), key: ['id'], published });
    const expects = (issue: string) =>
      `LH3109 buying/reader: "flow" expects ${issue}; make the reference say what the owner declares`;
    expect(issuesOf([open], [goldView('reader', { flow, key: ['id'] })])).toEqual([
      expects('"amount" in every row in sales.open; allowed: a column marked .nullable()'),
      expects('"email" in every row in sales.open; allowed: a column marked .nullable()'),
      expects('"email" as internal in sales.open; allowed: a column marked .personal()'),
    ]);
  });
});
