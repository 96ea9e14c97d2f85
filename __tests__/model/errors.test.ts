import {
  company,
  dataContract,
  department,
  describeIssue,
  environmentsNamed,
  type Expr,
  hours,
  type Issue,
  LakehouseError,
  listed,
  mapping,
  read,
  silverTable,
  suggestion,
  t,
} from '../../model';
import { company as meridian } from '../../departments';
import { company as onlineRetail } from '../../examples/online-retail';
import { dev } from '../support/small-company';
import { companyIssues, validateCompany } from '../../validation';

function errorOf(act: () => unknown): LakehouseError {
  try {
    act();
  } catch (error) {
    if (error instanceof LakehouseError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('validateCompany', () => {
  it.each([meridian, onlineRetail])('finds nothing wrong with $name', (valid) => {
    expect(companyIssues(valid)).toEqual([]);
    expect(() => validateCompany(valid)).not.toThrow();
  });

  const orders = dataContract('orders', {
    description: 'Orders of the shop',
    columns: { id: t.long().key(), shop: t.string(20).nullable(), at: t.timestamp() },
    eventTime: 'at',
    delivery: { kind: 'stream', partitions: 40, retentionDays: 3, every: hours(1) },
    expectedRowsPerDay: 10,
  });
  // A misspelt column in a step that two tables share, and that one of them reads twice.
  const shared = read(mapping(orders)).filter((row) =>
    (row as unknown as { readonly sohp: Expr<'string'> }).sohp.isNotNull(),
  );
  const wrong = company('Acme', {
    code: 'ACME',
    departments: [
      department('sales', {
        description: 'Sells',
        sources: [orders],
        tables: [
          mapping(orders),
          silverTable('twice', {
            flow: shared.union(shared).dedupe({ by: ['id'], newest: [] }),
            key: ['id'],
          }),
          silverTable('by_shop', { flow: shared, key: ['shop'] }),
        ],
        retention: { landing: 0 },
      }),
    ],
    environments: [{ ...dev, tenantId: 'contoso' }],
  });
  const at = (table: string) =>
    `LH2001 sales/${table}: "flow.filter.condition" names "sohp", which is no column (did you mean "shop"?); allowed: at, id, shop; name one of these`;
  const nobody = (table: string) =>
    `LH3108 sales/${table}: "flow" reads a second table named "orders", which nobody fills; allowed: by_shop, orders, twice; declare the table once, and read that one`;
  const sentences = [
    'LH0001 Acme: "code" is "ACME"; allowed: 2 to 8 lower-case letters and digits, beginning with a letter; choose another name',
    'LH0001 environment dev: "tenantId" is "contoso"; allowed: a UUID; give the id that Azure shows',
    'LH0002 sales/orders: "delivery.partitions" is 40; allowed: a whole number from 1 to 32; change the number; source: "Azure Event Hubs quotas and limits, Standard"',
    at('twice'),
    nobody('twice'),
    at('by_shop'),
    'LH3103 sales/by_shop: "key" has "shop", which can be null; allowed: columns that are never null; check or filter it with isNotNull() and give it a value with coalesce(), or choose another key',
    'LH3104 sales/by_shop: "key" is shop, but rows of the flow are identified by id; allowed: a key that the flow makes unique; dedupe or aggregate by the key as a last step',
    nobody('by_shop'),
    'LH0002 sales: "retention.landing" is 0; allowed: a whole number of days from 1 to 99999; change the number',
  ];

  it('reports all mistakes in one error, each once, in the order of the declarations', () => {
    const error = errorOf(() => validateCompany(wrong));
    expect(error.issues.map(describeIssue)).toEqual(sentences);
    expect(error.message).toBe(
      `company "Acme": 10 errors\n${sentences.map((sentence) => `  - ${sentence}`).join('\n')}`,
    );
  });

  it('says the same each time', () => {
    expect(errorOf(() => validateCompany(wrong)).message).toBe(errorOf(() => validateCompany(wrong)).message);
  });

  it('leaves the library out of the stack: the mistake is in the definition', () => {
    const error = errorOf(() => validateCompany(wrong));
    expect(error.stack).toBe(`LakehouseError: ${error.message}`);
  });
});

describe('LakehouseError', () => {
  const issue: Issue = {
    code: 'LH0001',
    at: 'sales',
    prop: 'name',
    got: 'is ""',
    allowed: 'a name',
    change: 'give one',
  };

  it('writes an issue as its code, where, what, what is allowed and what to change', () => {
    const error = new LakehouseError('company "Acme"', [issue]);
    expect(error.message).toBe(
      'company "Acme": 1 error\n  - LH0001 sales: "name" is ""; allowed: a name; give one',
    );
  });

  it('counts a mistake that comes twice once', () => {
    const other: Issue = { code: 'LH0004', at: 'sales', prop: 'sources', got: 'is empty' };
    const error = new LakehouseError('preview', [issue, other, issue, { ...other }]);
    expect(error.issues).toEqual([issue, other]);
    expect(error.message).toMatch(/^preview: 2 errors\n/);
  });
});

describe('listed', () => {
  it('sorts, and says "none" of nothing', () => {
    expect(listed(['b', 'c', 'a'])).toBe('a, b, c');
    expect(listed([])).toBe('none');
  });

  it('cuts after twelve', () => {
    const letters = Array.from('abcdefghijklmn');
    expect(listed(letters.slice(0, 12))).toBe('a, b, c, d, e, f, g, h, i, j, k, l');
    expect(listed(letters)).toBe('a, b, c, d, e, f, g, h, i, j, k, l and 2 more');
  });
});

describe('suggestion', () => {
  it.each([
    ['amuont', ['amount', 'shop'], ' (did you mean "amount"?)'],
    ['Amount', ['amount'], ' (did you mean "amount"?)'],
    ['booked_at', ['booking_day', 'booked_on', 'id'], ' (did you mean "booked_on"?)'],
    ['shp', ['ship', 'shop'], ' (did you mean "ship"?)'],
    ['price', ['amount', 'shop'], ''],
    ['x', [], ''],
  ])('finds what "%s" was meant to be among %j', (found, known, reported) => {
    expect(suggestion(found, known)).toBe(reported);
  });
});

describe('environmentsNamed', () => {
  const acme = company('Acme', {
    code: 'acme',
    departments: [],
    environments: [dev, { ...dev, name: 'test' }, { ...dev, name: 'prod' }],
  });
  const named = (names: string): string[] => environmentsNamed(acme, names).map(({ name }) => name);

  it('gives the named environments in the order in which they are declared', () => {
    expect(named('prod, dev')).toEqual(['dev', 'prod']);
    expect(named('test,test')).toEqual(['test']);
    expect(named('all')).toEqual(['dev', 'test', 'prod']);
  });

  it('fails on environments that are not declared, all at once', () => {
    const allowed =
      'allowed: dev, prod, test, or "all"; name a declared environment, or declare this one in the company';
    expect(errorOf(() => named('dev,prd,staging')).issues.map(describeIssue)).toEqual([
      `LH5001 Acme: "environment" is "prd", which is not declared (did you mean "prod"?); ${allowed}`,
      `LH5001 Acme: "environment" is "staging", which is not declared; ${allowed}`,
    ]);
    expect(errorOf(() => named('')).issues.map(describeIssue)).toEqual([
      `LH5001 Acme: "environment" is "", which is not declared; ${allowed}`,
    ]);
  });
});
