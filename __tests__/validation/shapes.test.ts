import {
  alert,
  application,
  company,
  department,
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
  tableReference,
  velocity,
} from '../../model';
import { orders, rated, sold } from '../support/acme';
import { acme, contractWith, issuesOf, without, withSteps } from '../support/loose-company';
import { dev } from '../support/small-company';

/** What is reported of definitions from JavaScript, or through a cast: each mistake once, with its place, and nothing that follows. */

const TABLE = 'a table, made with mapping(…), silverTable(…), goldView(…) or the like';
const CIRCLE =
  'import it from the module that declares it; of modules that import each other in a circle, one sees undefined';
const COLUMN = 'a column made with t, such as t.string(20); make it with t';

describe('fifteen mistakes of shape', () => {
  it.each<[string, () => unknown, string]>([
    [
      'an undefined table, as circular imports make it',
      () => acme({ tables: [sold, undefined] }),
      `LH9005 sales: "tables[1]" is undefined; allowed: ${TABLE}; ${CIRCLE}`,
    ],
    [
      'a flow that reads undefined',
      () => acme({ tables: [sold, withSteps(undefined)] }),
      `LH9005 sales/daily: "flow" reads undefined; allowed: ${TABLE}, or a tableReference(…); ${CIRCLE}`,
    ],
    [
      'a flow that reads a contract',
      () => acme({ tables: [sold, withSteps(orders)] }),
      `LH9006 sales/daily: "flow" reads the contract "orders"; allowed: ${TABLE}, or a tableReference(…); declare mapping(orders), the table of its rows, and use that`,
    ],
    [
      'a mapping of undefined',
      () => {
        const mapped = mapping(undefined as never);
        return acme({ tables: [sold, mapped, withSteps(mapped)] });
      },
      `LH9005 sales: "tables[1].contract" is undefined; allowed: a source, made with dataContract(…); ${CIRCLE}`,
    ],
    [
      'a kind that there is not',
      () => {
        const wrong = contractWith({ delivery: { ...rated, kind: 'bach' } });
        return acme({ sources: [wrong], tables: [mapping(wrong)] });
      },
      'LH0005 sales/orders: "delivery.kind" is "bach" (did you mean "batch"?); allowed: stream, batch; choose one',
    ],
    [
      'a table without a key',
      () => acme({ tables: [sold, silverTable('daily', { flow: read(sold) } as never)] }),
      'LH9001 sales/daily: "key" is missing; allowed: a list of names of columns; add it',
    ],
    [
      'a consumer without a reason',
      () => acme({ consumers: [group('analysts', { reads: [] } as never)] }),
      'LH0006 sales/analysts: "reason" is missing; allowed: a reason in words; add it',
    ],
    [
      'an environment without a network',
      () => acme({}, without('network')),
      `LH9001 environment dev: "network" is missing; allowed: { kind: 'private', addressSpace } or { kind: 'public', reason }; add it`,
    ],
    [
      'an environment without groups',
      () => acme({ consumers: [group('analysts', { reads: [], reason: 'x' })] }, without('groups')),
      'LH9001 environment dev: "groups" is missing; allowed: the object ids of groups by their names, or {}; add it',
    ],
    [
      'a company without environments',
      () => acme({}, { environments: undefined }),
      'LH9001 Acme: "environments" is missing; allowed: a list of one or more environments; add it',
    ],
    [
      'a join of a kind that there is not',
      () => {
        const others = read(sold).select('id', 'shop').rename({ shop: 'other_shop' });
        const joined = read(sold).join(others, { on: ['id'], how: 'outer' as never });
        return acme({ tables: [sold, silverTable('daily', { flow: joined, key: ['id'] })] });
      },
      'LH0005 sales/daily: "flow.join.how" is "outer"; allowed: inner, left; choose one',
    ],
    [
      'a store of states that lacks its container',
      () =>
        acme({}, { environments: [{ ...dev, state: { kind: 'azurerm', storageAccountName: 'ststate' } }] }),
      'LH5006 environment dev: "state.containerName" is missing; allowed: what a state of kind "azurerm" needs: containerName, storageAccountName; say it',
    ],
    [
      'texts that are no list',
      () => {
        const wrong = contractWith({ ignoredColumns: 'id' });
        return acme({ sources: [wrong], tables: [mapping(wrong)] });
      },
      'LH9003 sales/orders: "ignoredColumns" is "id"; allowed: a list of texts; correct it',
    ],
    [
      'a treatment that there is not, of a column that may have none',
      () => {
        const email = { ...t.string(20).personal().column, personal: { treatment: 'hash' } };
        const wrong = contractWith({ columns: { ...orders.columns, email } });
        return acme({ sources: [wrong], tables: [mapping(wrong)] });
      },
      'LH0005 sales/orders: "columns.email.personal.treatment" is "hash"; allowed: pseudonymise, keep; choose one',
    ],
    [
      'a property that is misspelt',
      () => acme({ sources: [contractWith({ retentionDay: 3 })], tables: [] }),
      'LH9002 sales/orders: "retentionDay" is no property that is known here (did you mean "retentionDays"?); allowed: anonymise, columns, delivery, description, eventTime, expectedRowsPerDay, freshnessMinutes, ignoredColumns, retentionDays, retentionReason, sampleRowsPerDay, snapshot and 1 more; correct its name, or take it out',
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
      [`LH9005 company: "company" is undefined; allowed: a company, made with company(…); ${CIRCLE}`],
    ],
    [
      'a text for a company',
      () => 'acme',
      ['LH9004 company: "company" is "acme"; allowed: a company, made with company(…); correct it'],
    ],
    [
      'a company of nothing',
      () => ({}),
      [
        'LH9003 company: "company" is an object; allowed: { name, code, departments, environments }; correct it',
      ],
    ],
    [
      'a company without departments',
      () => company('Acme', { code: 'acme', environments: [dev] } as never),
      ['LH9001 Acme: "departments" is missing; allowed: a list; add it'],
    ],
    [
      'things that are no departments',
      () => acme({}, { departments: [undefined, sold, {}] }),
      [
        `LH9005 Acme: "departments[0]" is undefined; allowed: a department, made with department(…); ${CIRCLE}`,
        'LH9004 Acme: "departments[1]" is the silver table "sold"; allowed: a department, made with department(…); correct it',
        'LH9003 Acme: "departments[2]" is an object; allowed: { name, description, hosting, sources, tables, alerts, consumers, questions, retention }; correct it',
      ],
    ],
    [
      'a department of which nothing is said',
      () => acme({}, { departments: [department('sales', undefined as never)] }),
      ['LH9001 sales: "description" is missing; allowed: a text; add it'],
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
        `LH9007 sales/orders: "columns.note" is an object; allowed: ${COLUMN}`,
        `LH9007 sales/orders: "columns.shop" is "text"; allowed: ${COLUMN}`,
      ],
    ],
    [
      'an interval that is a number, and what has no default then',
      () => acme({ sources: [contractWith({ delivery: { ...orders.delivery, every: 60 } })], tables: [] }),
      [
        'LH9003 sales/orders: "delivery.every" is 60; allowed: a length of time; make it with minutes(…), hours(…) or days(…)',
      ],
    ],
    [
      'a retention that is a number',
      () => acme({ retention: 7 }),
      ['LH9003 sales: "retention" is 7; allowed: { landing, bronzeCool, quarantine }; correct it'],
    ],
    [
      'a zone that is misspelt, and one that keeps data for a text of days',
      () => acme({ retention: { landng: 3, quarantine: '90' } }),
      [
        'LH9002 sales: "retention.landng" is no property that is known here (did you mean "landing"?); allowed: bronzeCool, landing, quarantine, reason; correct its name, or take it out',
        'LH9003 sales: "retention.quarantine" is "90"; allowed: a number; correct it',
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
      ['LH9003 sales/daily: "key" is "id"; allowed: a list of names of columns; correct it'],
    ],
    [
      'options that a mapping does not have, and one that is no function',
      () => acme({ tables: [mapping(orders, { name: 'sold', write: 'append', then: 5 } as never)] }),
      [
        expect.stringContaining('sales/sold: "write" cannot be said here; allowed: columns,') as string,
        'LH9003 sales/sold: "then" is 5; allowed: a function of the rows that gives a flow; correct it',
      ],
    ],
    [
      'a flow that is a text',
      () => acme({ tables: [sold, goldView('daily', { flow: 'sold' as never, key: [] })] }),
      [`LH9004 sales/daily: "flow" reads "sold"; allowed: ${TABLE}, or a tableReference(…); correct it`],
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
      [`LH9005 sales/daily: "flow" reads undefined; allowed: ${TABLE}, or a tableReference(…); ${CIRCLE}`],
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
        'LH9001 sales/no-when: "when" is missing; allowed: a function of the event that gives a condition; add it',
        'LH9004 sales/on-table: "source" is the silver table "sold"; allowed: a source, made with dataContract(…); correct it',
        `LH9005 sales/on-nothing: "source" is undefined; allowed: a source, made with dataContract(…); ${CIRCLE}`,
        'LH9002 sales/misspelt: "paylod" is no property that is known here (did you mean "payload"?); allowed: description, payload, powerBi, to, when; correct its name, or take it out',
        'LH9001 sales/no-by: "by" is missing; allowed: a list of names of columns; add it',
        'LH9003 sales/no-gap: "includeKey" is "no"; allowed: true or false; correct it',
        'LH9001 sales/no-gap: "gap" is missing; allowed: a length of time; make it with minutes(…), hours(…) or days(…)',
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
        `LH9005 sales/analysts: "reads[0]" is undefined; allowed: ${TABLE}; ${CIRCLE}`,
        `LH9006 sales/analysts: "reads[1]" is the contract "orders"; allowed: ${TABLE}; declare mapping(orders), the table of its rows, and use that`,
        'LH0006 sales/desk: "personal[0].reason" is missing; allowed: a reason in words; add it',
        'LH9004 sales/desk: "receives[0]" is the silver table "sold"; allowed: an alert rule, made with alert(…) or the like; correct it',
        `LH9005 sales/desk: "personal[0].table" is undefined; allowed: ${TABLE}; ${CIRCLE}`,
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
        `LH9007 sales/by_sql: "flow.sql.columns[0]" is "long"; allowed: ${COLUMN}`,
        `LH9007 sales/by_model: "flow.score.contractColumns.score" is "double"; allowed: ${COLUMN}`,
        'LH0005 sales/by_model: "flow.score.run.kind" is "batch"; allowed: publishedPipeline, batchEndpoint; choose one',
        `LH9005 sales/by_model: "flow" reads undefined; allowed: ${TABLE}, or a tableReference(…); ${CIRCLE}`,
        'LH9001 sales/by_model: "fallback" is missing; allowed: a function of the features that gives a flow; add it',
        `LH9007 sales/daily: "flow.read.columns[0]" is undefined; allowed: ${COLUMN}`,
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
        'LH9003 environment dev: "sqlAdministrators" is an object; allowed: { name, objectId }; correct it',
        'LH9002 environment dev: "models.a.endpoit" is no property that is known here (did you mean "endpoint"?); allowed: endpoint; correct its name, or take it out',
        'LH9001 environment dev: "network.kind" is missing; allowed: private, public; add it',
        'LH9003 environment dev: "models.b" is 5; allowed: { endpoint } or { fallback }; correct it',
      ],
    ],
  ])('%s', (_, make, issues) => {
    expect(issuesOf(make())).toEqual(issues);
  });
});
