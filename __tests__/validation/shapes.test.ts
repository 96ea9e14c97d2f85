import {
  alert,
  application,
  type Company,
  company,
  dataContract,
  type DataContract,
  type Department,
  department,
  describeIssue,
  type Environment,
  type Expr,
  goldView,
  group,
  mapping,
  minutes,
  read,
  scoredTable,
  sessions,
  silverTable,
  sqlTable,
  t,
  type Table,
  tableReference,
  velocity,
} from '../../model';
import { companyIssues } from '../../validation';
import { orders, rated, sold, UUID } from '../support/acme';
import { dev } from '../support/small-company';

/** What definitions from JavaScript, or through a cast, are told: each mistake once, with its place, and nothing that follows. */

/** A company of one department, with further things that it declares. */
function acme(declared: object, more: object = {}): Company {
  const all = { description: 'Sells', sources: [orders], tables: [sold], ...declared };
  return company('Acme', {
    code: 'acme',
    departments: [department('sales', all)],
    environments: [{ ...dev, groups: { analysts: UUID } }],
    ...more,
  });
}

/** A contract as {@link orders}, with something else in it. */
function contractWith(change: object): DataContract {
  const props = {
    description: 'Orders of the shop',
    columns: { id: t.long().key(), shop: t.string(20), at: t.timestamp() },
    eventTime: 'at',
    delivery: orders.delivery,
    expectedRowsPerDay: 10,
  };
  return dataContract('orders', Object.assign(props, change) as never);
}

const issuesOf = (value: unknown): string[] => companyIssues(value as Company).map(describeIssue);

/** Steps that would all be wrong, were what they begin with not wrong already. */
const withSteps = (table: unknown): Table =>
  silverTable('daily', {
    flow: read(table as Table<{ id: 'long' }>)
      .filter((row) => row.id.isNotNull())
      .derive((row) => ({ double: row.id.times(2) }))
      .select('id', 'double'),
    key: ['id'],
  });

const without = (name: keyof Environment): object => {
  const { [name]: _left, ...others } = dev;
  return { environments: [others] };
};

const TABLE = 'a table, made with mapping(…), silverTable(…), goldView(…) or the like';
const CIRCLE =
  'import it from the module that declares it; of modules that import each other in a circle, one sees undefined';
const COLUMN = 'a column made with t, such as t.string(20); make it with t';

describe('thirteen mistakes of shape', () => {
  it.each<[string, () => unknown, string]>([
    [
      'an undefined table, as circular imports make it',
      () => acme({ tables: [sold, undefined] }),
      `sales: "tables[1]" is undefined; allowed: ${TABLE}; ${CIRCLE}`,
    ],
    [
      'a flow that reads undefined',
      () => acme({ tables: [sold, withSteps(undefined)] }),
      `sales/daily: "flow" reads undefined; allowed: ${TABLE}, or a tableReference(…); ${CIRCLE}`,
    ],
    [
      'a flow that reads a contract',
      () => acme({ tables: [sold, withSteps(orders)] }),
      `sales/daily: "flow" reads the contract "orders"; allowed: ${TABLE}, or a tableReference(…); declare mapping(orders), the table of its rows, and use that`,
    ],
    [
      'a mapping of undefined',
      () => {
        const mapped = mapping(undefined as never);
        return acme({ tables: [sold, mapped, withSteps(mapped)] });
      },
      `sales: "tables[1].contract" is undefined; allowed: a source, made with dataContract(…); ${CIRCLE}`,
    ],
    [
      'a kind that there is not',
      () => {
        const wrong = contractWith({ delivery: { ...rated, kind: 'bach' } });
        return acme({ sources: [wrong], tables: [mapping(wrong)] });
      },
      'sales/orders: "delivery.kind" is "bach" (did you mean "batch"?); allowed: stream, batch; choose one',
    ],
    [
      'a table without a key',
      () => acme({ tables: [sold, silverTable('daily', { flow: read(sold) } as never)] }),
      'sales/daily: "key" is missing; allowed: a list of names of columns; add it',
    ],
    [
      'a consumer without a reason',
      () => acme({ consumers: [group('analysts', { reads: [] } as never)] }),
      'sales/analysts: "reason" is missing; allowed: a reason in words; add it',
    ],
    [
      'an environment without a network',
      () => acme({}, without('network')),
      `environment dev: "network" is missing; allowed: { kind: 'private', addressSpace } or { kind: 'public', reason }; add it`,
    ],
    [
      'an environment without groups',
      () => acme({ consumers: [group('analysts', { reads: [], reason: 'x' })] }, without('groups')),
      'environment dev: "groups" is missing; allowed: the object ids of groups by their names, or {}; add it',
    ],
    [
      'a company without environments',
      () => acme({}, { environments: undefined }),
      'Acme: "environments" is missing; allowed: a list of one or more environments; add it',
    ],
    [
      'a join of a kind that there is not',
      () => {
        const others = read(sold).select('id', 'shop').rename({ shop: 'other_shop' });
        const joined = read(sold).join(others, { on: ['id'], how: 'outer' as never });
        return acme({ tables: [sold, silverTable('daily', { flow: joined, key: ['id'] })] });
      },
      'sales/daily: "flow.join.how" is "outer"; allowed: inner, left; choose one',
    ],
    [
      'a store of states by the name of its provider',
      () => acme({}, { environments: [{ ...dev, state: { kind: 'azurerm' } }] }),
      'environment dev: "state.kind" is "azurerm" (did you mean "azure"?); allowed: local, azure; choose one',
    ],
    [
      'a property that is misspelt',
      () => acme({ sources: [contractWith({ retentionDay: 3 })], tables: [] }),
      'sales/orders: "retentionDay" is no property that is known here (did you mean "retentionDays"?); allowed: columns, delivery, description, eventTime, expectedRowsPerDay, freshnessMinutes, retentionDays, sampleRowsPerDay; correct its name, or take it out',
    ],
  ])('%s', (_, make, issue) => {
    expect(issuesOf(make())).toEqual([issue]);
  });
});

describe('further mistakes of shape', () => {
  it.each<[string, () => unknown, string[]]>([
    [
      'no company',
      () => undefined,
      [`company: "company" is undefined; allowed: a company, made with company(…); ${CIRCLE}`],
    ],
    [
      'a text for a company',
      () => 'acme',
      ['company: "company" is "acme"; allowed: a company, made with company(…); correct it'],
    ],
    [
      'a company of nothing',
      () => ({}),
      ['company: "company" is an object; allowed: { name, code, departments, environments }; correct it'],
    ],
    [
      'a company without departments',
      () => company('Acme', { code: 'acme', environments: [dev] } as never),
      ['Acme: "departments" is missing; allowed: a list; add it'],
    ],
    [
      'things that are no departments',
      () => acme({}, { departments: [undefined, sold, {}] }),
      [
        `Acme: "departments[0]" is undefined; allowed: a department, made with department(…); ${CIRCLE}`,
        'Acme: "departments[1]" is the silver table "sold"; allowed: a department, made with department(…); correct it',
        'Acme: "departments[2]" is an object; allowed: { name, description, hosting, sources, tables, alerts, consumers, retention }; correct it',
      ],
    ],
    [
      'a department of which nothing is said',
      () => acme({}, { departments: [department('sales', undefined as never)] }),
      ['sales: "description" is missing; allowed: a text; add it'],
    ],
    [
      'columns that are not made with t',
      () => {
        const wrong = contractWith({
          columns: { id: t.long().key(), shop: 'text', note: {}, at: t.timestamp() },
        });
        return acme({ sources: [wrong], tables: [mapping(wrong), withSteps(mapping(wrong))] });
      },
      [
        `sales/orders: "columns.note" is an object; allowed: ${COLUMN}`,
        `sales/orders: "columns.shop" is "text"; allowed: ${COLUMN}`,
      ],
    ],
    [
      'an interval that is a number, and what has no default then',
      () => acme({ sources: [contractWith({ delivery: { ...orders.delivery, every: 60 } })], tables: [] }),
      [
        'sales/orders: "delivery.every" is 60; allowed: a length of time; make it with minutes(…), hours(…) or days(…)',
      ],
    ],
    [
      'a retention that is a number',
      () => acme({ retention: 7 }),
      ['sales: "retention" is 7; allowed: { landing, bronzeCool, quarantine }; correct it'],
    ],
    [
      'a zone that is misspelt, and one that keeps data for a text of days',
      () => acme({ retention: { landng: 3, quarantine: '90' } }),
      [
        'sales: "retention.landng" is no property that is known here (did you mean "landing"?); allowed: bronzeCool, landing, quarantine; correct its name, or take it out',
        'sales: "retention.quarantine" is "90"; allowed: a number; correct it',
      ],
    ],
    [
      'a required property that is misspelt',
      () => acme({ tables: [sold, silverTable('daily', { flow: read(sold), kye: ['id'] } as never)] }),
      [
        expect.stringContaining(
          'sales/daily: "kye" is no property that is known here (did you mean "key"?); allowed: columns,',
        ) as string,
      ],
    ],
    [
      'a key that is a text',
      () => acme({ tables: [sold, silverTable('daily', { flow: read(sold), key: 'id' as never })] }),
      ['sales/daily: "key" is "id"; allowed: a list of names of columns; correct it'],
    ],
    [
      'options that a mapping does not have, and one that is no function',
      () => acme({ tables: [mapping(orders, { name: 'sold', write: 'append', then: 5 } as never)] }),
      [
        expect.stringContaining('sales/sold: "write" cannot be said here; allowed: columns,') as string,
        'sales/sold: "then" is 5; allowed: a function of the rows that gives a flow; correct it',
      ],
    ],
    [
      'a flow that is a text',
      () => acme({ tables: [sold, goldView('daily', { flow: 'sold' as never, key: [] })] }),
      [`sales/daily: "flow" reads "sold"; allowed: ${TABLE}, or a tableReference(…); correct it`],
    ],
    [
      'a join with nothing',
      () =>
        acme({
          tables: [
            sold,
            silverTable('daily', {
              flow: read(sold).join(undefined as never, { on: ['id'], how: 'left' }),
              key: ['id'],
            }),
          ],
        }),
      [`sales/daily: "flow" reads undefined; allowed: ${TABLE}, or a tableReference(…); ${CIRCLE}`],
    ],
    [
      'alerts: without a condition, on a table, on nothing, and with a misspelt property',
      () => {
        const props = {
          description: 'x',
          when: (row: { id: Expr<'long'> }) => row.id.isNotNull(),
          payload: ['id'],
        };
        return acme({
          alerts: [
            alert('no-when', orders, { description: 'x', payload: ['id'] } as never),
            alert('on-table', sold as never, props as never),
            alert('on-nothing', undefined as never, props as never),
            alert('misspelt', orders, { ...props, paylod: ['id'], payload: undefined } as never),
            velocity('no-by', orders, {
              description: 'x',
              within: minutes(5),
              atLeast: 2,
              payload: ['id'],
            } as never),
            sessions('no-gap', orders, { description: 'x', by: ['id'], includeKey: 'no' } as never),
          ],
        });
      },
      [
        'sales/no-when: "when" is missing; allowed: a function of the event that gives a condition; add it',
        'sales/on-table: "source" is the silver table "sold"; allowed: a source, made with dataContract(…); correct it',
        `sales/on-nothing: "source" is undefined; allowed: a source, made with dataContract(…); ${CIRCLE}`,
        'sales/misspelt: "paylod" is no property that is known here (did you mean "payload"?); allowed: description, payload, powerBi, to, when; correct its name, or take it out',
        'sales/no-by: "by" is missing; allowed: a list of names of columns; add it',
        'sales/no-gap: "includeKey" is "no"; allowed: true or false; correct it',
        'sales/no-gap: "gap" is missing; allowed: a length of time; make it with minutes(…), hours(…) or days(…)',
      ],
    ],
    [
      'what consumers read and receive',
      () =>
        acme({
          consumers: [
            group('analysts', { reads: [undefined, orders], reason: 'x' } as never),
            application('desk', {
              receives: [sold],
              personal: [{ table: undefined, columns: [] }],
              reason: 'x',
            } as never),
          ],
        }),
      [
        `sales/analysts: "reads[0]" is undefined; allowed: ${TABLE}; ${CIRCLE}`,
        `sales/analysts: "reads[1]" is the contract "orders"; allowed: ${TABLE}; declare mapping(orders), the table of its rows, and use that`,
        'sales/desk: "personal[0].reason" is missing; allowed: a reason in words; add it',
        'sales/desk: "receives[0]" is the silver table "sold"; allowed: an alert rule, made with alert(…) or the like; correct it',
        `sales/desk: "personal[0].table" is undefined; allowed: ${TABLE}; ${CIRCLE}`,
      ],
    ],
    [
      'columns of SQL, of models and of references',
      () =>
        acme({
          tables: [
            sold,
            sqlTable('by_sql', {
              text: 'SELECT [id] FROM input.sold',
              reads: { sold: read(sold) },
              columns: { id: 'long' },
            } as never),
            scoredTable('by_model', {
              features: undefined,
              scores: { score: 'double' },
              key: ['id'],
              run: { kind: 'batch' },
              fallback: undefined,
            } as never),
            withSteps(tableReference('buying', 'prices', { id: undefined } as never)),
          ],
        }),
      [
        `sales/by_sql: "flow.sql.columns[0]" is "long"; allowed: ${COLUMN}`,
        `sales/by_model: "flow.score.contractColumns.score" is "double"; allowed: ${COLUMN}`,
        'sales/by_model: "flow.score.run.kind" is "batch"; allowed: publishedPipeline, batchEndpoint; choose one',
        `sales/by_model: "flow" reads undefined; allowed: ${TABLE}, or a tableReference(…); ${CIRCLE}`,
        'sales/by_model: "fallback" is missing; allowed: a function of the features that gives a flow; add it',
        `sales/daily: "flow.read.columns[0]" is undefined; allowed: ${COLUMN}`,
      ],
    ],
    [
      'a part of an environment that has nothing of what it needs',
      () =>
        acme(
          {},
          {
            environments: [
              { ...dev, sqlAdministrators: {}, network: {}, models: { a: { endpoit: 'x' }, b: 5 } },
            ],
          },
        ),
      [
        'environment dev: "sqlAdministrators" is an object; allowed: { name, objectId }; correct it',
        'environment dev: "models.a.endpoit" is no property that is known here (did you mean "endpoint"?); allowed: endpoint; correct its name, or take it out',
        'environment dev: "network.kind" is missing; allowed: private, public; add it',
        'environment dev: "models.b" is 5; allowed: { endpoint } or { fallback }; correct it',
      ],
    ],
  ])('%s', (_, make, issues) => {
    expect(issuesOf(make())).toEqual(issues);
  });

  it('are told with what breaks a rule elsewhere', () => {
    const broken = silverTable('broken', { flow: read(sold), key: ['amount'] });
    expect(issuesOf(acme({ tables: [sold, undefined, broken] }))).toEqual([
      expect.stringContaining('sales: "tables[1]" is undefined'),
      expect.stringContaining('sales/broken: "key" has "amount", which can be null'),
      expect.stringContaining('sales/broken: "key" is amount, but rows of the flow are identified by id'),
    ]);
  });

  it('hide what follows from them: who reads, watches or gets what is wrong', () => {
    const wrong = contractWith({ expectedRowsPerDay: 'many' });
    const mapped = mapping(wrong, { name: 'mapped', published: true });
    const view = goldView('answers', { flow: read(mapped).select('id', 'shop'), key: ['id'] });
    const watch = alert('watch', wrong, {
      description: 'x',
      when: (row) => (row as unknown as { shop: Expr<'string'> }).shop.equals('x'),
      payload: [],
    });
    const buying = department('buying', { description: 'Buys', tables: [withSteps(mapped)] });
    const selling: Department = department('sales', {
      description: 'Sells',
      sources: [wrong],
      tables: [mapped, view],
      alerts: [watch],
      consumers: [
        group('analysts', { reads: [view], reason: 'x' }),
        application('desk', { receives: [watch], reason: 'x' }),
      ],
    });
    expect(issuesOf(acme({}, { departments: [selling, buying] }))).toEqual([
      'sales/orders: "expectedRowsPerDay" is "many"; allowed: a number; correct it',
    ]);
  });
});
