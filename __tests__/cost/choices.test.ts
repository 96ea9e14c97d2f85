import { ALTERNATIVES, billOf, byDepartment, choicesOf, isCent, sumOf } from '../../cost';
import { pricedByDepartment, pricedOf } from '../../cost/priced';
import { company } from '../../departments';
import { billsOf } from '../../stacks/bills';
import { estimatesOf } from '../../stacks/estimates';
import { executivesPage, printedEstimates } from '../../stacks/executives-page';
import { referenceInput } from '../support/bills';

const inputs = { dev: referenceInput('dev'), prod: referenceInput('prod') };
const choices = {
  dev: choicesOf(inputs.dev, billOf(inputs.dev)),
  prod: choicesOf(inputs.prod, billOf(inputs.prod)),
};
const named = (of: 'dev' | 'prod', choice: RegExp) => choices[of].find((one) => choice.test(one.choice));

describe('what a choice saves', () => {
  test('is the most first, and nothing that saves nothing', () => {
    for (const all of Object.values(choices)) {
      const saved = all.map(({ saves }) => saves.likely);
      expect(saved).toEqual([...saved].sort((a, b) => b - a));
      expect(Math.min(...saved)).toBeGreaterThan(0);
    }
  });

  test('is a cent at least, in whatever order it was added up', () => {
    const cent = [0.1, 0.2, -0.29].reduce((sum, part) => sum + part, 0);
    expect(cent).not.toBe(0.01);
    expect([cent, 0.02 - cent].map(isCent)).toEqual([true, true]);
    expect(isCent(0.0099)).toBe(false);
  });

  test('adds up over the departments', () => {
    for (const { saves, byDepartment } of [...choices.dev, ...choices.prod]) {
      const parts = Object.values(byDepartment).reduce((sum, part) => sum + part, 0);
      expect(parts).toBeCloseTo(saves.likely, 6);
    }
  });

  test('is a pool for each of two workspaces, all month', () => {
    // 1.20 an hour, 730 hours a month.
    for (const name of ['dev', 'prod'] as const)
      expect(named(name, /^serverless SQL/)?.saves.likely).toBeCloseTo(2 * 1.2 * 730, 6);
  });

  test('is two thirds of a unit for each of six jobs', () => {
    const job = billOf(inputs.prod).lines.filter(({ meter }) => meter === 'stream-analytics/unit-v2');
    const now = job.reduce((sum, { cost }) => sum + cost.likely, 0);
    expect(job).toHaveLength(6);
    expect(named('prod', /^a third of a streaming unit/)?.saves.likely).toBeCloseTo(2 * now, 6);
  });

  test('is a run for each silver table, where waves fill them together', () => {
    // Each flow of a wave becomes one for each of its tables: what a start and a first table cost more than a further one.
    const flows = (of: 'dev' | 'prod', kind: 'dataFlowRuns' | 'tableRuns') =>
      billOf(inputs[of]).runs.monthOf().amount(kind).likely;
    for (const name of ['dev', 'prod'] as const) {
      const further = flows(name, 'tableRuns') - flows(name, 'dataFlowRuns');
      const saves = named(name, /^silver tables filled in waves/)?.saves.likely;
      // Between three and five minutes of eight cores.
      expect(saves).toBeGreaterThan((further * 8 * 3 * 0.268) / 60);
      expect(saves).toBeLessThan((further * 8 * 5 * 0.275) / 60);
    }
  });

  test('is private endpoints only where there are none', () => {
    expect(named('dev', /^public endpoints/)?.saves.likely).toBeGreaterThan(7.3);
    expect(named('prod', /^public endpoints/)).toBeUndefined();
  });

  test('is a namespace, a vault and endpoints for each department that shares them', () => {
    // Four share; two of them have streams, so there is one namespace more. Six endpoints for each, where there were six.
    const { saves } = named('prod', /^departments share/)!;
    expect(saves.likely).toBeGreaterThan(21.9 + 3 * 6 * 7.29);
    expect(named('dev', /^departments share/)!.saves.likely).toBeGreaterThan(21.8);
  });

  test.each([...ALTERNATIVES])('is priced as its bill tells it: $change', ({ apply }) => {
    const undone = apply(inputs.dev);
    const { total, lines } = billOf(undone);
    const told = sumOf(lines.map(({ cost }) => cost));
    for (const figure of ['low', 'likely', 'high'] as const)
      expect(total[figure]).toBeCloseTo(told[figure], 6);
    const paid = pricedByDepartment(pricedOf(undone));
    expect([...paid.keys()].sort()).toEqual([...byDepartment({ lines }).keys()].sort());
    for (const [name, { likely, high }] of byDepartment({ lines })) {
      expect(paid.get(name)?.likely).toBeCloseTo(likely, 6);
      expect(paid.get(name)?.high).toBeCloseTo(high, 6);
    }
  });

  test('changes nothing of what is synthesized', () => {
    const before = JSON.stringify(inputs.dev.stacks);
    choicesOf(inputs.dev, billOf(inputs.dev));
    expect(JSON.stringify(inputs.dev.stacks)).toBe(before);
  });
});

describe('the estimate for executives', () => {
  const environment = company.environments.find(({ name }) => name === 'dev')!;
  const bills = billsOf({ company, environment, stacks: inputs.dev.stacks });

  test('has every department, and adds up to the bill', () => {
    const { departments } = estimatesOf(bills);
    expect(
      departments
        .map(({ department }) => department)
        .filter((name) => name !== 'platform')
        .sort(),
    ).toEqual(company.departments.map(({ name }) => name).sort());
    const total = departments.reduce((sum, { costs }) => sum + costs, 0);
    expect(Math.abs(total - bills.running.total.likely)).toBeLessThan(0.02);
    for (const { costs, without } of departments) expect(without).toBeGreaterThanOrEqual(costs - 1e-9);
  });

  test('says that it is one, what it cannot be sure of, and that the environment is stopped', () => {
    const page = executivesPage(environment, bills);
    expect(page).toContain('An estimate of a month');
    expect(page).toContain('It is stopped, and costs ');
    for (const reservation of bills.running.reservations) expect(page).toContain(reservation);
  });

  test('is printed as a table', () => {
    const lines = printedEstimates(environment, bills).split('\n');
    expect(lines[0]).toMatch(/^estimate dev +a month, USD +without our choices +reservations$/);
    expect(lines.at(-2)).toMatch(/^all +\d+ +\d+ {2}\d+ lines with a price of another region/);
    const last = lines.slice(0, -1).map((line) => line.search(/ {2}(reservations|\d+ lines? with|none$)/));
    expect(new Set(last).size).toBe(1);
  });
});
