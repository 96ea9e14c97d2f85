import { type Bill, money } from '../cost';
import { type Environment, isRunning } from '../model';
import type { Bills } from './bills';
import { estimatesOf } from './estimates';
import { markdownTable } from './markdown-table';

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
