import { billOf, byDepartment, type SynthesizedStack } from '../../cost';
import { platformEstimate, platformSavings } from '../../departments/executives/gold';
import {
  company as makeCompany,
  department,
  type EstimatedRows,
  estimatedCosts,
  estimatedSavings,
  goldView,
  type GoldTableProps,
  type Schema,
  read,
  silverTable,
  sum,
} from '../../model';
import { billsOf } from '../../stacks/bills';
import { estimatedRows } from '../../stacks/estimates';
import { executivesPage } from '../../stacks/executives-page';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { flowTest } from '../../testing';
import { validateCompany } from '../../validation';
import { dev, smallCompany } from '../support/small-company';
import { resources, synthAll, type Terraform, testApp } from '../support/synth';
import { ServerlessPool } from '../emulators/tsql';
import { runScript } from '../support/gold-pool';

const costs = goldView('platform_costs', { flow: read(estimatedCosts), key: ['department'] });
const savings = goldView('platform_choices', {
  key: ['choice'],
  flow: read(estimatedSavings).aggregate(
    (row) => ({ choice: row.choice }),
    (row) => ({ monthly_saving: sum(row.monthly_saving) }),
  ),
});

/** The small company with a department that looks at what the platform costs. */
function watched() {
  const small = smallCompany();
  const board = department('board', { description: 'Looks at costs', tables: [costs, savings] });
  return makeCompany('Small', {
    code: small.code,
    departments: [...small.departments, board],
    environments: [dev],
    erasureDays: small.erasureDays,
  });
}

const company = watched();
const [environment] = company.environments;
const app = testApp();
const platform = new PlatformStack(app, 'platform-dev', { company, environment: environment! });
const departments = company.departments.map(
  (each) => new DepartmentStack(app, `${each.name}-dev`, { department: each, platform }),
);
const board = departments.find(({ department: { name } }) => name === 'board')!;
const stacks = [platform, ...departments];
synthAll(stacks);
// With the paths of constructs, as the app writes them: hubs are found by theirs.
const written = stacks.map((stack): SynthesizedStack => ({
  name: stack.node.id,
  environment: 'dev',
  terraform: JSON.parse(JSON.stringify(stack.toTerraform())) as Terraform,
}));
const rows = estimatedRows(billsOf({ company, environment: environment!, stacks: written }));

/** The statements that the department's pipeline deploys gold with, as Terraform gets them. */
function deployedBy(terraform: Terraform): string[] {
  const pipelines = resources(terraform, 'azurerm_data_factory_pipeline');
  const deploys = pipelines.find(({ name }) => name === 'board_deploy_gold')!;
  const activities = JSON.parse(String(deploys.activities_json)) as {
    typeProperties: { scripts?: { text: string }[] };
  }[];
  return activities.flatMap(({ typeProperties }) => (typeProperties.scripts ?? []).map(({ text }) => text));
}

function pool(): ServerlessPool {
  const serverless = new ServerlessPool({ entra: environment!.groups, files: {} });
  runScript(serverless, board.gold.bootstrap);
  for (const text of deployedBy(written[stacks.indexOf(board)]!.terraform as Terraform))
    serverless.execute('board', text);
  return serverless;
}

describe('the estimate in gold', () => {
  const serverless = pool();

  test('is what the bill of the written stacks comes to, by department', () => {
    const bill = billOf({ stacks: written, company, environment: environment!, running: true });
    const shown = serverless.query(
      'board',
      'SELECT department, monthly_cost FROM [gold].[platform_costs]',
    ).rows;
    const billed = [...byDepartment(bill)].filter(([, { likely }]) => likely >= 0.01);
    expect(billed.length).toBeGreaterThan(1);
    for (const [name, { likely }] of billed) expect(shown).toContainEqual([name, likely.toFixed(2)]);
  });

  test('has each choice with what it saves', () => {
    const shown = serverless.query(
      'board',
      'SELECT choice, monthly_saving FROM [gold].[platform_choices]',
    ).rows;
    const cents = new Map<string, number>();
    for (const { choice, monthly_saving } of rows.estimatedSavings)
      cents.set(choice, (cents.get(choice) ?? 0) + Math.round(Number(monthly_saving) * 100));
    expect(cents.size).toBeGreaterThan(2);
    expect(new Map(shown.map(([choice, saving]) => [choice, Math.round(Number(saving) * 100)]))).toEqual(
      cents,
    );
  });

  test("has each department's reservations, as the executives' page has them", () => {
    const bills = billsOf({ company, environment: environment!, stacks: written });
    const page = executivesPage(environment!, bills).split('\n');
    for (const { department: name, reservations } of rows.estimatedCosts) {
      expect(reservations).toMatch(
        /\d+ lines? with a price of another region, (\d+|less than 1) % of the sum/,
      );
      expect(page.find((line) => line.startsWith(`| ${name} `))).toContain(` ${reservations} |`);
    }
    const [first, ...others] = rows.estimatedCosts.map(({ reservations }) => reservations);
    expect(others.some((reservations) => reservations !== first)).toBe(true);
    for (const { reservations } of rows.estimatedSavings)
      expect(reservations).toBe(bills.running.reservations.join('; '));
  });

  test('is the same at every synthesis', () => {
    const [again] = synthAll([board]);
    expect(deployedBy(again!)).toEqual(deployedBy(written[stacks.indexOf(board)]!.terraform as Terraform));
  });

  test('has the same rows in a preview', async () => {
    await flowTest(costs, {}, { estimate: rows })
      .given({})
      .expect(rows.estimatedCosts.map((row) => ({ ...row })));
  });
});

describe("the reference company's tables of it", () => {
  const estimate: EstimatedRows = {
    estimatedCosts: [
      {
        department: 'sales',
        currency: 'USD',
        monthly_cost: '10.00',
        monthly_cost_without_choices: '40.50',
        reservations: null,
      },
    ],
    estimatedSavings: ['sales', 'board'].map((name) => ({
      choice: 'shared hosts',
      department: name,
      without_it: 'own hosts',
      currency: 'USD',
      monthly_saving: '15.25',
      reservations: '2 lines without a price, left out',
    })),
  };

  test('say what is saved, by department and by choice', async () => {
    await flowTest(platformEstimate, {}, { estimate })
      .given({})
      .expect([{ department: 'sales', monthly_cost: '10.00', monthly_saving: '30.50', reservations: null }]);
    await flowTest(platformSavings, {}, { estimate })
      .given({})
      .expect([
        {
          choice: 'shared hosts',
          without_it: 'own hosts',
          monthly_saving: '30.50',
          reservations: '2 lines without a price, left out',
        },
      ]);
  });

  test('are empty where nothing was synthesized', async () => {
    await flowTest(platformEstimate, {}).given({}).expect([]);
  });
});

test('a silver table cannot read it', () => {
  const flow = read(estimatedCosts) as GoldTableProps<Schema>['flow'];
  const silver = silverTable('costs', { flow, key: ['department'] });
  const small = smallCompany();
  const reading = makeCompany('Small', {
    code: small.code,
    departments: [department('board', { description: 'Looks at costs', tables: [silver] })],
    environments: [dev],
    erasureDays: small.erasureDays,
  });
  expect(() => validateCompany(reading)).toThrow(/LH9130 board\/costs: "flow" reads what the platform/);
});
