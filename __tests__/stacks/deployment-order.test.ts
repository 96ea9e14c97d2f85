import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Company,
  count,
  type Department,
  department,
  goldTable,
  goldView,
  mapping,
  read,
  silverTable,
  t,
  tableReference,
} from '../../model';
import { DepartmentStack, PlatformStack, synthesizeCompany } from '../../stacks';
import { orders, prices } from '../constructs/lakehouse/shop';
import { counting, crossingCompany, selling, stacksIn, watching } from '../support/crossing-company';
import { smallCompany } from '../support/small-company';
import { synthAll, testApp } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();

const keys = { order_id: t.string(20).key() };
const priceKeys = { item: t.string(20).key() };
/** A published table of a department that only passes on what another one has. */
const passing = (name: string, from: string, table: string) =>
  department(name, {
    description: 'Passes on',
    tables: [
      silverTable(`${name}_orders`, {
        key: ['order_id'],
        write: 'overwrite',
        published: true,
        flow: read(tableReference(from, table, keys)),
      }),
    ],
  });
const shop = department('shop', {
  description: 'Sells',
  sources: [orders],
  tables: [mapping(orders, { published: true })],
});
const first = passing('first', 'shop', 'orders');
const second = passing('second', 'first', 'first_orders');

/** The departments that come before a stack; all come after the platform. */
const before = ({ dependencies }: DepartmentStack) =>
  dependencies.flatMap((other) => (other instanceof DepartmentStack ? [other.department.name] : []));

/** Stacks in the order given, by department, with those that come before each. */
function orderOf(departments: readonly Department[], made: readonly Department[] = departments) {
  const company = smallCompany({ departments });
  const environment = company.environments[0]!;
  const app = testApp();
  const platform = new PlatformStack(app, 'platform', { company, environment });
  const stacks = made.map((owner) => new DepartmentStack(app, owner.name, { department: owner, platform }));
  const order = Object.fromEntries(stacks.map((stack) => [stack.node.id, before(stack)]));
  const steps = Object.fromEntries(stacks.map(({ node, manualSteps }) => [node.id, manualSteps]));
  return { stacks, order, steps };
}

describe('the stack of a department', () => {
  test('comes after those whose triggers its own wait for, in whatever order the stacks are made', () => {
    const departments = [shop, first, second];
    for (const made of [departments, [second, first, shop], [first, second, shop]])
      expect(orderOf(departments, made).order).toEqual({ shop: [], first: ['shop'], second: ['first'] });
  });

  test('has no manual step for what the tool that deploys knows', () => {
    const { steps } = orderOf([shop, first]);
    expect(steps.first!.map(({ title }) => title)).toEqual(['Database and logins of first']);
  });

  test('comes after the department behind a view that it reads', () => {
    const viewing = department('viewing', {
      description: 'Shows',
      tables: [
        goldView('shown', {
          key: ['order_id'],
          published: true,
          flow: read(tableReference('shop', 'orders', keys)),
        }),
      ],
    });
    const storing = department('storing', {
      description: 'Stores',
      tables: [
        goldTable('stored', {
          key: [],
          flow: read(tableReference('viewing', 'shown', keys)).aggregate(
            () => ({}),
            () => ({ orders: count() }),
          ),
        }),
      ],
    });
    expect(orderOf([storing, viewing, shop]).order).toEqual({
      storing: ['viewing', 'shop'],
      viewing: ['shop'],
      shop: [],
    });
  });

  test('comes after none that it reads nothing of', () => {
    const other = department('other', {
      description: 'Is alone',
      sources: [prices],
      tables: [mapping(prices)],
    });
    expect(orderOf([shop, other]).order).toEqual({ shop: [], other: [] });
  });

  test('comes after the dedicated one whose lake its own factory gets a way into', () => {
    const company = crossingCompany([
      selling,
      { ...watching, tables: watching.tables.slice(0, 1) },
      { ...counting, hosting: 'dedicated' },
    ]);
    const order = (environment: 'dev' | 'prod') =>
      before(stacksIn(environment, company).departments.counting!);
    expect(order('prod')).toEqual(['watching']);
    // Without a network there is no endpoint to make.
    expect(order('dev')).toEqual([]);
  });
});

describe('departments that need each other', () => {
  const pricing = department('pricing', {
    description: 'Prices',
    sources: [prices],
    tables: [
      mapping(prices, { published: true }),
      silverTable('priced_orders', {
        key: ['order_id'],
        write: 'overwrite',
        flow: read(tableReference('first', 'first_orders', keys)),
      }),
    ],
  });
  const circling: Department = {
    ...first,
    tables: [
      ...first.tables,
      silverTable('known_items', {
        key: ['item'],
        write: 'overwrite',
        flow: read(tableReference('pricing', 'prices', priceKeys)),
      }),
    ],
  };

  test('are in no order among themselves, and keep theirs to others', () => {
    const { order, stacks } = orderOf([pricing, circling, second, shop]);
    expect(order).toEqual({ pricing: [], first: ['shop'], second: ['first'], shop: [] });
    expect(() => synthAll(stacks)).not.toThrow();
  });

  test('are deployed twice by hand, and the steps say which', () => {
    const { steps } = orderOf([pricing, circling, second, shop]);
    expect([steps.first![0], steps.pricing![0], steps.second![0]?.title]).toEqual([
      expect.objectContaining({
        title: 'Triggers of first that wait for others',
        acknowledgedAs: 'deployed-after-triggers',
        steps: [
          'Deploy pricing before `first`: a trigger can only wait for one that is there. They wait for each other: deploy them again once all are there.',
        ],
      }),
      expect.objectContaining({
        steps: [
          expect.stringMatching(/^Deploy first before `pricing`: .* deploy them again once all are there\.$/),
        ],
      }),
      'Database and logins of second',
    ]);
  });
});

test('the manifest and the list of manual steps have the order', () => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const company: Company = smallCompany({ departments: [second, first, shop] });
  const outdir = folder.at('cdktf.out');
  synthesizeCompany(
    company,
    (app, environment) => {
      const platform = new PlatformStack(app, `platform-${environment.name}`, { company, environment });
      for (const owner of company.departments)
        new DepartmentStack(app, `${owner.name}-${environment.name}`, { department: owner, platform });
    },
    { environments: 'dev', outdir },
  );
  const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
    readonly stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
  };
  const order = Object.entries(manifest.stacks).map(([name, { dependencies }]) => [
    name,
    [...dependencies].sort(),
  ]);
  expect(Object.fromEntries(order)).toEqual({
    'platform-dev': [],
    'second-dev': ['first-dev', 'platform-dev'],
    'first-dev': ['platform-dev', 'shop-dev'],
    'shop-dev': ['platform-dev'],
  });
  expect(readFileSync(join(outdir, 'manual-steps/dev.md'), 'utf8')).toContain(
    [
      '## Order of deployment',
      '',
      'The stacks say it too; `cdktf deploy` keeps to it.',
      '',
      '1. `platform-dev`',
      '2. `shop-dev`, after `platform-dev`',
      '3. `first-dev`, after `platform-dev`, `shop-dev`',
      '4. `second-dev`, after `platform-dev`, `first-dev`',
    ].join('\n'),
  );
});
