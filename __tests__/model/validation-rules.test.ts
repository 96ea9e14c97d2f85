import {
  alert,
  anomaly,
  company,
  application,
  count,
  dataContract,
  days,
  department,
  type DepartmentProps,
  describeIssue,
  type Expr,
  goldView,
  hours,
  mapping,
  max,
  minutes,
  read,
  referenceAlert,
  sessions,
  type AlertRule,
  sum,
  t,
  velocity,
} from '../../model';
import { dev } from '../support/small-company';
import { companyIssues } from '../../validation';

/** What is wrong with alert rules: each mistake alone, word for word. */
const stream = { kind: 'stream', partitions: 1, every: hours(1) } as const;
const payments = dataContract('payments', {
  description: 'Payments',
  columns: {
    id: t.string(20).key(),
    card: t.string(20),
    email: t.string(120).nullable().personal().subject('customer'),
    amount: t.decimal(8, 2),
    events: t.integer(),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery: stream,
  expectedRowsPerDay: 1,
});
const daily = dataContract('daily', {
  description: 'Of a day',
  columns: { id: t.string(20).key(), day: t.date() },
  eventTime: 'day',
  delivery: stream,
  expectedRowsPerDay: 1,
});
const cards = dataContract('cards', {
  description: 'Cards',
  columns: {
    card: t.string(20).key(),
    blocked: t.boolean(),
    holder: t.string(50).personal({ keep: true, reason: 'letters' }).subject('holder'),
    since: t.date(),
  },
  eventTime: 'since',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://cards.example.com', path: '{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 1,
});
const cleanCards = mapping(cards, { name: 'clean_cards' });
const knownCards = goldView('known_cards', { key: ['card'], flow: read(cleanCards) });

const whole = { sources: [payments, daily, cards], tables: [cleanCards, knownCards] };
function issuesOf(alerts: readonly AlertRule[], change: Partial<DepartmentProps> = {}): string[] {
  const owner = department('shop', { description: 'Sells', ...whole, alerts, ...change });
  const acme = company('Acme', { code: 'acme', departments: [owner], environments: [dev] });
  return companyIssues(acme).map(describeIssue);
}

const many = velocity('many', payments, {
  description: 'Many',
  by: ['email'],
  within: minutes(10),
  atLeast: 3,
  payload: ['id'],
});
const visits = sessions('visits', payments, { description: 'Visits', by: ['card'], gap: minutes(30) });
const odd = anomaly('odd', payments, { description: 'Odd', by: ['card'] });
const blocked = referenceAlert('blocked', payments, {
  description: 'Blocked',
  reference: knownCards,
  on: ['card'],
  when: (_, card) => card.blocked,
  payload: ['id', 'reference_card'],
});
const personal = (rule: string, column: string, change: string): string =>
  `LH4104 shop/${rule}: "payload" has "${column}", which is personal; allowed: columns that are not personal: an alert carries values as they arrive; ${change}`;

it('finds nothing wrong with what is right, and lets a personal column group', () => {
  expect(issuesOf([many, visits, odd, blocked])).toEqual([]);
});

it('wants names that nothing else has', () => {
  expect(issuesOf([many, { ...visits, name: 'many' }])).toEqual([
    'LH0003 shop: "alerts" has "many" 2 times; allowed: each name once; rename or remove one "many"',
  ]);
  const names = ['payments', 'landing-payments'];
  expect(issuesOf(names.map((name) => ({ ...visits, name })))).toEqual(
    names.map(
      (name) =>
        `LH4106 shop/${name}: "name" is "${name}", which stands for the source "payments" in the job and in the lake; allowed: a name that no source of the department has, with or without "landing-" before it; choose another name`,
    ),
  );
});

it('wants a stream of the department, with a timestamp where windows are', () => {
  const ofDays = sessions('days', daily, { description: 'Days', by: ['id'], gap: minutes(5) });
  expect(issuesOf([ofDays])).toEqual([
    'LH4102 shop/days: "source" is "daily", whose event time "day" is a date; allowed: streams whose event time is a timestamp: windows are shorter than a day; choose another event time in the contract',
  ]);
  const single = alert('of-day', daily, { description: 'x', when: (e) => e.id.isNull(), payload: ['id'] });
  expect(issuesOf([single])).toEqual([]);
  expect(issuesOf([many], { sources: [daily, cards] })).toEqual([
    'LH4101 shop/many: "source" is "payments"; allowed: streamed sources of shop: daily; watch a stream that the department owns',
  ]);
});

it('lets no personal value out', () => {
  const by = ['email'] as const;
  const rules = [
    velocity('v', payments, {
      description: 'v',
      by,
      within: minutes(5),
      atLeast: 2,
      payload: ['id', 'email'],
    }),
    sessions('s', payments, { description: 's', by, gap: minutes(5) }),
    sessions('m', payments, {
      description: 'm',
      by: ['card'],
      gap: minutes(5),
      aggregates: (event) => ({ last: max(event.email) }),
    }),
    anomaly('a', payments, { description: 'a', by }),
  ].map((rule, index): AlertRule => ({ ...rule, name: `rule-${index}` }));
  expect(issuesOf(rules)).toEqual([
    personal('rule-0', 'email', 'group by it, but send the key of the event instead'),
    personal('rule-1', 'email', 'set includeKey to false, and aggregate other columns'),
    personal('rule-2', 'last', 'set includeKey to false, and aggregate other columns'),
    'LH4108 shop/rule-2: "aggregates" computes "last" by max of a text; allowed: count, countDistinct, sum of a column, and min and max of a number or timestamp; aggregate a column as it arrives',
    personal('rule-3', 'email', 'set includeKey to false'),
  ]);
  const quiet = [
    sessions('s', payments, { description: 's', by, gap: minutes(5), includeKey: false }),
    anomaly('a', payments, { description: 'a', by, includeKey: false }),
  ].map((rule, index): AlertRule => ({ ...rule, name: `rule-${index}` }));
  expect(issuesOf(quiet)).toEqual([]);
});

it('keeps the names that the job gives to itself', () => {
  expect(
    issuesOf([
      velocity('many', payments, {
        description: 'm',
        by: ['card'],
        within: minutes(5),
        atLeast: 2,
        payload: ['events'],
      }),
    ]),
  ).toEqual([
    'LH4105 shop/many: "payload" has "events", a name that the job gives itself; allowed: names besides alert, events, raised_at; leave it out, or rename it',
  ]);
});

it.each<[string, AlertRule, string]>([
  [
    'a window without length',
    { ...many, within: minutes(0) },
    'LH0002 "within" is 0 minutes; allowed: whole minutes from 1 to 10080, which are 7 days; change the interval',
  ],
  [
    'a window that is too long',
    { ...visits, maxDuration: days(8) },
    'LH0002 "maxDuration" is 11520 minutes; allowed: whole minutes from 30 to 10080, which are 7 days; change the interval',
  ],
  [
    'a session that is shorter than its pauses',
    { ...visits, maxDuration: minutes(29) },
    'LH0002 "maxDuration" is 29 minutes; allowed: whole minutes from 30 to 10080, which are 7 days; change the interval',
  ],
  [
    'a single event as velocity',
    { ...many, atLeast: 1 },
    'LH0002 "atLeast" is 1; allowed: a whole number, 2 or more; change the number',
  ],
  [
    'a velocity without a limit',
    { ...many, atLeast: undefined },
    'LH4107 "atLeast" is missing, and so is "sum"; allowed: a number of events, a sum, or both; say how much is enough',
  ],
  [
    'a velocity of nothing',
    { ...many, by: [] },
    'LH0004 "by" is empty; allowed: one or more columns; name what is counted together',
  ],
  [
    'a sum that is no number',
    { ...many, sum: { of: 'amount', atLeast: NaN } },
    'LH0002 "sum.atLeast" is NaN; allowed: a number; change it',
  ],
  [
    'a confidence of nothing',
    { ...odd, confidence: 0 },
    'LH0002 "confidence" is 0; allowed: 1 to 100 percent; change the number',
  ],
  [
    'a history that is too short',
    { ...odd, history: minutes(9) },
    'LH4109 "history" is 9 minutes, 9 times 1; allowed: 10 to 7200 whole intervals of "every"; change one of the two',
  ],
  [
    'a history of broken intervals',
    { ...odd, every: minutes(7) },
    `LH4109 "history" is 120 minutes, ${120 / 7} times 7; allowed: 10 to 7200 whole intervals of "every"; change one of the two`,
  ],
  [
    'no output',
    { ...odd, to: [] },
    'LH0004 "to" is empty; allowed: "alerts-hub", "lake" or both; name each output once',
  ],
  [
    'an output that is named twice',
    { ...odd, to: ['lake', 'lake'] },
    'LH0003 "to" names an output twice; allowed: "alerts-hub", "lake" or both; name each output once',
  ],
])('reports %s', (_, rule, issue) => {
  expect(issuesOf([rule]).map((found) => found.replace(` shop/${rule.name}:`, ''))).toEqual([issue]);
});

it('aggregates columns as they are', () => {
  const rule = sessions('visits', payments, {
    description: 'Visits',
    by: ['card'],
    gap: minutes(5),
    aggregates: (event) => ({ paid: sum(event.amount.times(2)), payments: count() }),
  });
  expect(issuesOf([rule])).toEqual([
    'LH4108 shop/visits: "aggregates" computes "paid" by sum of an expression; allowed: count, countDistinct, sum of a column, and min and max of a number or timestamp; aggregate a column as it arrives',
  ]);
});

describe('a reference', () => {
  const about = (change: object): AlertRule =>
    referenceAlert('blocked', payments, {
      description: 'Blocked',
      reference: knownCards,
      on: ['card'],
      when: (event) => event.id.isNull(),
      payload: ['id'],
      ...change,
    });

  it('is a gold table of the department', () => {
    expect(issuesOf([about({ reference: cleanCards })])).toEqual([
      'LH4110 shop/blocked: "reference" is "clean_cards", a silver table; allowed: gold tables: their rows are read by SQL and written out for the job; declare a gold view of it',
    ]);
    expect(issuesOf([blocked], { tables: [cleanCards] })).toEqual([
      'LH4110 shop/blocked: "reference" is "known_cards", which is no table of shop; allowed: none; declare a gold view of it in the department',
    ]);
  });

  it('gives away nothing personal, and only what is needed', () => {
    const nosy = referenceAlert('nosy', payments, {
      description: 'Nosy',
      reference: knownCards,
      on: ['card'],
      when: (event, card) => card.holder.equals(event.id),
      payload: ['id'],
    });
    expect(nosy.exported.map(({ name }) => name)).toEqual(['card', 'holder']);
    expect(issuesOf([nosy])).toEqual([
      'LH4112 shop/nosy: "reference" needs "holder" of "known_cards", which is personal; allowed: columns that are not personal: they are written out for the job as they are; match and compare other columns',
    ]);
  });

  it('is matched by the whole of its key, on what both sides have', () => {
    const byDay = goldView('by_day', { key: ['card', 'since'], flow: read(cleanCards) });
    expect(issuesOf([about({ reference: byDay })], { tables: [cleanCards, byDay] })).toEqual([
      'LH4113 shop/blocked: "on" leaves out since of the key of "by_day"; allowed: all of it; add it',
    ]);
    expect(issuesOf([about({ on: [] })])).toEqual([
      'LH0004 shop/blocked: "on" is empty; allowed: one column or more; name the key of the reference',
      'LH4113 shop/blocked: "on" leaves out card of the key of "known_cards"; allowed: all of it; add it',
    ]);
    expect(issuesOf([about({ on: ['card', 'amount'] })])).toEqual([
      'LH2001 shop/blocked: "on" has "amount", which "known_cards" lacks; allowed: columns that both sides have; name one of these',
    ]);
  });
});

describe('Power BI', () => {
  const powerBi = {
    reason: 'A wall display',
    dataset: 'Payments',
    table: 'odd',
    workspaces: { dev: { id: '22222222-2222-4222-8222-222222222222', name: 'Shop' } },
  };

  it('is an output for a reason, into a workspace of an environment', () => {
    expect(issuesOf([{ ...odd, powerBi }])).toEqual([]);
    const wrong = {
      reason: ' ',
      dataset: '',
      table: 'odd',
      workspaces: { tset: { id: 'mine', name: 'Shop' } },
    };
    expect(issuesOf([{ ...odd, powerBi: wrong }])).toEqual([
      'LH0006 shop/odd: "powerBi.reason" is empty; allowed: why it is wanted although it ends in October 2027; give the reason',
      'LH0004 shop/odd: "powerBi.dataset" is empty; allowed: a name; give the dataset',
      'LH5001 shop/odd: "powerBi.workspaces" names the environment "tset"; allowed: dev; name an environment of the company',
      'LH0001 shop/odd: "powerBi.workspaces.tset" is "Shop" with the id "mine"; allowed: the name of a workspace and its id, a UUID in lower case; copy both from Power BI',
    ]);
  });
});

it('lets nobody receive what does not go to the hub of alerts', () => {
  const consumers = [application('desk', { receives: [many, visits], reason: 'Calls' })];
  expect(issuesOf([many, visits], { consumers })).toEqual([
    'LH4007 shop/desk: "receives" has "visits", which does not go to the hub of alerts; allowed: rules that go there; add "alerts-hub" to the outputs of "visits"',
  ]);
});

it('does not compile with columns that are not there, or are of another kind', () => {
  const options = { description: 'x', within: minutes(5), atLeast: 2 } as const;
  // @ts-expect-error: a misspelt column
  velocity('x', payments, { ...options, by: ['crad'], payload: ['id'] });
  // @ts-expect-error: a text cannot be added up
  velocity('x', payments, { ...options, by: ['card'], payload: [], sum: { of: 'card', atLeast: 1 } });
  // @ts-expect-error: sessions are of one column
  sessions('x', payments, { description: 'x', by: ['card', 'id'], gap: minutes(5) });
  // @ts-expect-error: the average of a text
  anomaly('x', payments, { description: 'x', average: 'card' });
  // @ts-expect-error: the reference has no such column
  referenceAlert('x', payments, { ...lookup, payload: ['reference_amount'] });
  // @ts-expect-error: only one side has it
  referenceAlert('x', payments, { ...lookup, on: ['amount'] });
  expect(referenceAlert('x', payments, lookup).payload).toEqual(['reference_blocked']);
});
const lookup = {
  description: 'x',
  reference: knownCards,
  on: ['card'],
  when: (event: { readonly id: Expr<'string'> }) => event.id.isNull(),
  payload: ['reference_blocked'],
} as const;
