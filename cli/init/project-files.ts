import { ENGINE } from '../../model';
import { createHash } from 'node:crypto';
import { ciFilesOf } from '../ci/files';
import { ownManifest } from '../../packages/manifests';
import { deliveryLines, type NewDelivery, newDeliveries, stateLines, UNKNOWN_TENANT } from './delivery';
import { projectDependencies, projectDevDependencies } from './versions';

/** What a new project is made of. */
export interface NewProject {
  /** Name of the company, for people. */
  readonly name: string;
  /** Its code, part of every global name. */
  readonly code: string;
  /** Where npm finds this package: a version, or a packed file. */
  readonly library: string;
  /** How it is deployed by pipelines. @default by hand: its state is in a file */
  readonly delivery?: NewDelivery;
}

/** What somebody types next, in the folder of the project, with what it does. */
export const NEXT_STEPS: readonly (readonly [command: string, effect: string])[] = [
  ['npm install', 'installs what package.json names'],
  ['npm test', 'runs the tests of the flows'],
  ['npm run preview', 'computes all tables from generated rows: preview.out/index.html'],
  ['npm run synth', 'writes the Terraform of the stacks: cdktf.out/'],
];

/** The files of a new project by their paths. The same input gives the same text. */
export function projectFiles(project: NewProject): Readonly<Record<string, string>> {
  const { name: library } = ownManifest();
  return {
    '.gitignore': 'node_modules/\ncdktf.out/\npreview.out/\n',
    'README.md': readme(project),
    'cdktf.json': json({
      language: 'typescript',
      app: 'npx lakehouse synth --app main.ts',
      projectId: projectId(project),
      sendCrashReports: 'false',
    }),
    'company.ts': companyModule(project, library),
    'main.ts': mainModule(library),
    'package.json': json({
      name: project.code,
      private: true,
      scripts: {
        check: 'tsc --noEmit && npm test',
        doctor: 'lakehouse doctor',
        preview: 'lakehouse preview',
        synth: 'lakehouse synth',
        test: 'node --import tsx --test tests/*.test.ts',
      },
      dependencies: projectDependencies(project.library),
      devDependencies: projectDevDependencies(),
      // What tsx compiles with comes as a package for each machine: its script only looks whether it is there.
      allowScripts: { esbuild: false },
    }),
    ...(project.delivery && ciFilesOf(project.delivery.kind, newDeliveries(project.delivery))),
    'tests/orders.test.ts': testModule(library),
    'tsconfig.json': json({
      compilerOptions: {
        target: 'ES2022',
        module: 'node16',
        strict: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: true,
        noEmit: true,
        types: ['node'],
      },
    }),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** An id that is the same each time, as Terraform's engine asks for one. */
function projectId({ name, code }: NewProject): string {
  const digits = createHash('sha256').update(`${code}/${name}`).digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

function text(value: string): string {
  return `'${value.replaceAll(/['\\]/g, (sign) => `\\${sign}`)}'`;
}

function companyModule({ name, code, delivery }: NewProject, library: string): string {
  const state = delivery ? stateLines(code) : ["      state: { kind: 'local' },"];
  return `import {
  company as declareCompany,
  count,
  dataContract,
  days,
  department,
  goldView,
  mapping,
  read,
  sum,
  t,
} from '${library}/model';

/** What the shop sells, as it exports it each night. */
export const orders = dataContract('orders', {
  description: 'Orders of the shop',
  columns: {
    order_id: t.long().key(),
    placed_at: t.timestamp(),
    country: t
      .string(2)
      .matching(/[A-Z]{2}/)
      .sample({ from: 'values', values: ['DE', 'FR', 'NL'] }),
    amount: t.decimal(12, 2).atLeast(0),
    email: t.string(254).nullable().personal().subject('customer'),
  },
  eventTime: 'placed_at',
  delivery: {
    kind: 'batch',
    every: days(1),
    from: { kind: 'http', baseUrl: 'https://shop.example.com', path: 'orders/{date}.csv', format: 'csv' },
  },
  expectedRowsPerDay: 500,
});

/** Orders, typed and checked, one row for each. */
export const cleanOrders = mapping(orders);

/** What is sold where. */
export const ordersByCountry = goldView('orders_by_country', {
  key: ['country'],
  flow: read(cleanOrders).aggregate(
    (row) => ({ country: row.country }),
    (row) => ({ orders: count(), revenue: sum(row.amount) }),
  ),
});

export const company = declareCompany(${text(name)}, {
  code: ${text(code)},
${(delivery ? deliveryLines(delivery) : []).map((line) => `${line}\n`).join('')}  departments: [
    department('sales', {
      description: 'Sells',
      sources: [orders],
      tables: [cleanOrders, ordersByCountry],
    }),
  ],
  environments: [
    {
      name: 'dev',
      location: 'westeurope',
      network: { kind: 'public', reason: 'generated data only' },
${state.join('\n')}
      // Yours: az account show --query tenantId
      tenantId: '${UNKNOWN_TENANT}',
      // A group of Entra ID: az ad group show --group <name> --query id
      sqlAdministrators: { name: 'sql-administrators', objectId: '00000000-0000-4000-8000-000000000002' },
      groups: {},
      notify: { nobody: { reason: 'nothing runs yet' } },
    },
  ],
});
`;
}

function mainModule(library: string): string {
  return `import { DepartmentStack, PlatformStack, synthesizeCompany } from '${library}/stacks';
import { company } from './company';

synthesizeCompany(
  company,
  (app, environment) => {
    const platform = new PlatformStack(app, \`platform-\${environment.name}\`, { company, environment });
    for (const department of company.departments) {
      new DepartmentStack(app, \`\${department.name}-\${environment.name}\`, { department, platform });
    }
  },
  { environments: process.env['ENVIRONMENT'] ?? 'all', asOf: process.env['AS_OF'] },
);
`;
}

function testModule(library: string): string {
  return `import { it } from 'node:test';
import { flowTest } from '${library}/testing';
import { orders, ordersByCountry } from '../company';

it('adds up orders by country, each once, as it last was', async () => {
  const order = { order_id: 1, country: 'DE', amount: 10 } as const;
  await flowTest(ordersByCountry, { orders })
    .given({ orders: [order, { country: 'FR', amount: 5 }] })
    .again()
    .then({ orders: [{ ...order, amount: 12 }] })
    .expect([
      { country: 'DE', orders: 1, revenue: 12 },
      { country: 'FR', orders: 1, revenue: 5 },
    ]);
});

it('keeps what breaks the contract in quarantine', async () => {
  await flowTest(ordersByCountry, { orders })
    .given({ orders: [{ country: 'DE', amount: -1 }] })
    .expect([])
    .quarantined([{ rule: 'range:amount', amount: '-1' }]);
});
`;
}

function readme({ name, delivery }: NewProject): string {
  const steps = NEXT_STEPS.map(([command, effect]) => `${command.padEnd(18)}# ${effect}`).join('\n');
  return `# ${name}

What there is: \`company.ts\` (sources, tables, departments, environments), \`main.ts\` (the stacks), \`tests/\` (flow tests).

\`\`\`sh
${steps}
\`\`\`

\`npm run check\` checks the types and runs the tests; \`npm run doctor\` says what this machine lacks. Before anything is deployed, \`company.ts\` needs your tenant, a group of
SQL administrators, and whom to notify; then \`npx ${ENGINE.command} deploy '*'\`, and what \`cdktf.out/manual-steps/dev.md\` says.
${delivery ? deployed(delivery) : ''}`;
}

function deployed({ kind }: NewDelivery): string {
  return `
## Deployed by pipelines

They are ${kind === 'github' ? '`.github/workflows/`' : '`azure-pipelines/`'} and \`ci/\`. Commit \`package-lock.json\`, then once, as an owner of the subscription: \`ENVIRONMENT=bootstrap npm run synth\`, and what
\`cdktf.out/bootstrap.md\` says. When environments or stacks change: \`npm run synth && npx lakehouse ci ${kind}\`.
`;
}
