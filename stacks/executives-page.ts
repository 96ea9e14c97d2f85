import { type Bill, byDepartment, type Choice, choicesOf, money } from '../cost';
import { type Environment, isRunning } from '../model';
import type { Bills } from './bills';
import { markdownTable } from './markdown-table';

/** What a department costs in a month, and what it would without the choices that were made. */
export interface DepartmentEstimate {
  /** The department; `platform` for what nobody has a part in. */
  readonly department: string;
  /** What it costs. */
  readonly costs: number;
  /** What it would cost without any one of the choices, all of them added up. */
  readonly without: number;
}

/** What an environment costs by department, and what its choices save. */
export interface Estimates {
  /** The departments, the dearest first. */
  readonly departments: readonly DepartmentEstimate[];
  /** The choices, those that save the most first. */
  readonly choices: readonly Choice[];
}

/** Computes what an environment costs by department, and what its choices save; of one that is stopped, as if it ran. */
export function estimatesOf({ input, running }: Bills): Estimates {
  const choices = choicesOf(input, running);
  const costs = byDepartment(running);
  const names = new Set([...costs.keys(), ...choices.flatMap((choice) => Object.keys(choice.byDepartment))]);
  const departments = [...names].map((department): DepartmentEstimate => {
    const cost = costs.get(department)?.likely ?? 0;
    const more = choices.reduce((sum, choice) => sum + (choice.byDepartment[department] ?? 0), 0);
    return { department, costs: cost, without: cost + more };
  });
  return {
    choices,
    departments: departments
      .filter(({ costs: now, without }) => now >= 0.01 || without >= 0.01)
      .sort((a, b) => b.costs - a.costs),
  };
}

/** For executives: what an environment costs by department, beside what it would cost otherwise, as a page. */
export function executivesPage(environment: Environment, bills: Bills): string {
  const { departments, choices } = estimatesOf(bills);
  const { running, idle } = bills;
  const { currency } = running;
  const now = isRunning(environment)
    ? 'It runs.'
    : `It is stopped, and costs ${money(idle.total.likely, currency)} a month as it is; the figures are of a month in which it runs.`;
  return [
    `# Estimate for executives: ${environment.name}`,
    '',
    `An estimate of a month, computed from what is synthesized and from what the contracts promise, and no bill: nothing was measured. ${now} ${reservationsOf(running)} How it is computed: docs/cost.md.`,
    '',
    '## By department',
    '',
    ...markdownTable(
      ['department', 'estimated cost', 'estimated cost without the choices below'],
      [
        ...departments.map(({ department, costs, without }) => [
          department,
          money(costs, currency),
          money(without, currency),
        ]),
        [
          'all',
          money(running.total.likely, currency),
          money(sum(departments.map(({ without }) => without)), currency),
        ],
      ],
    ),
    '',
    '## What the choices save',
    '',
    'Each choice is undone by itself on the synthesized resources, and priced by the same code. The totals above add these up; choices overlap, so undoing all of them at once may come to somewhat more or less.',
    '',
    ...markdownTable(
      ['choice', 'without it', 'low', 'likely', 'high'],
      choices.map(({ choice, without, saves }) => [
        choice,
        without,
        ...[saves.low, saves.likely, saves.high].map((amount) => money(amount, currency)),
      ]),
    ),
    '',
  ].join('\n');
}

/** The same in a few lines, to be printed. */
export function printedEstimates({ name }: Environment, bills: Bills): string {
  const { departments } = estimatesOf(bills);
  const { currency, total } = bills.running;
  const rows = [
    [`estimate ${name}`, `a month, ${currency}`, 'without our choices'],
    ...departments.map(({ department, costs, without }) => [
      department,
      costs.toFixed(0),
      without.toFixed(0),
    ]),
    ['all', total.likely.toFixed(0), sum(departments.map(({ without }) => without)).toFixed(0)],
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = ([first = '', ...others]: string[]): string =>
    [
      first.padEnd(widths[0] ?? 0),
      ...others.map((cell, index) => cell.padStart(widths[index + 1] ?? 0)),
    ].join('  ');
  return `${rows.map(line).join('\n')}\n`;
}

function reservationsOf({ reservations }: Bill): string {
  return reservations.length === 0 ? '' : `It has ${reservations.join('; ')}.`;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
