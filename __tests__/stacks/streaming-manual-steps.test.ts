import { anomaly, type DepartmentProps, goldView, read, referenceAlert } from '../../model';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { cleanStock, companyOf, orders, stock, webShop } from '../constructs/lakehouse/shop';
import { dev } from '../support/small-company';
import { testApp } from '../support/synth';

/** What people do before a streaming job can run. */
const stockNow = goldView('stock_now', { key: ['item'], flow: read(cleanStock) });
const soldOut = referenceAlert('sold-out', orders, {
  description: 'Sold out',
  reference: stockNow,
  on: ['item'],
  when: (_, known) => known.pieces.lessThan(1),
  payload: ['order_id'],
});
const traffic = anomaly('traffic', orders, {
  description: 'Odd',
  powerBi: {
    reason: 'A wall display',
    dataset: 'Traffic',
    table: 'odd',
    workspaces: { dev: { id: '22222222-2222-4222-8222-222222222222', name: 'Shop' } },
  },
});

function titlesAndSteps(props: DepartmentProps) {
  const owner = webShop(props);
  const company = companyOf(owner);
  const app = testApp();
  const platform = new PlatformStack(app, 'platform-dev', {
    company,
    environment: company.environments[0] ?? dev,
  });
  const stack = new DepartmentStack(app, 'web-shop-dev', { department: owner, platform });
  return Object.fromEntries(stack.manualSteps.map(({ title, steps }) => [title, steps]));
}

const whole = { description: 'Sells', sources: [orders, stock], tables: [cleanStock, stockNow] };

test('reference data is written once before the job first starts, because it does not start without', () => {
  expect(titlesAndSteps({ ...whole, alerts: [soldOut] })['Reference data of web-shop']).toEqual([
    'Before the job `asa-shop-dev-web-shop-rules` first starts, once gold is deployed: run `web_shop_reference_stock_now` in Data Factory, and wait for ten minutes. A job that finds no file of its reference data does not start.',
  ]);
});

test('the identity of the job is let into a workspace of Power BI', () => {
  expect(titlesAndSteps({ ...whole, alerts: [traffic] })['Power BI of web-shop']).toEqual([
    'Make the identity of the job `asa-shop-dev-web-shop-rules` a Contributor of the workspace "Shop" (`22222222-2222-4222-8222-222222222222`); it needs no sign-in of a person.',
    'Let service principals use Power BI in the tenant settings. This output ends on 31 October 2027.',
  ]);
});

test('nothing is left to do for other rules', () => {
  const titles = Object.keys(titlesAndSteps({ ...whole, alerts: [] }));
  expect(titles.filter((title) => /Reference|Power BI/.test(title))).toEqual([]);
});
