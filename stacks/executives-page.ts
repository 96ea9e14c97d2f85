import { departmentReservations, money, reserved } from '../cost';
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
    : `It is stopped, and costs ${money(idle.total.likely, currency)} a month as it is (reservations: ${reserved(idle.reservations)}); the figures are of a month in which it runs.`;
  return [
    `# Estimate for executives: ${environment.name}`,
    '',
    `An estimate of a month, computed from what is synthesized and from what the contracts promise, and no bill: nothing was measured. ${now} How it is computed: docs/cost.md.`,
    '',
    '## By department',
    '',
    ...markdownTable(
      ['department', 'estimated cost', 'estimated cost without the choices below', 'reservations'],
      [
        ...departments.map(({ department, costs, without }) => [
          department,
          money(costs, currency),
          money(without, currency),
          reserved(departmentReservations(running, department)),
        ]),
        [
          'all',
          money(running.total.likely, currency),
          money(sum(departments.map(({ without }) => without)), currency),
          reserved(running.reservations),
        ],
      ],
    ),
    '',
    '## What the choices save',
    '',
    'Each choice is undone by itself on the synthesized resources, and priced by the same code. The totals above add these up; choices overlap, so undoing all of them at once may come to somewhat more or less.',
    '',
    ...markdownTable(
      ['choice', 'without it', 'low', 'likely', 'high', 'reservations'],
      choices.map(({ choice, without, saves }) => [
        choice,
        without,
        ...[saves.low, saves.likely, saves.high].map((amount) => money(amount, currency)),
        reserved(running.reservations),
      ]),
    ),
    '',
  ].join('\n');
}

/** The same in a few lines, to be printed. */
export function printedEstimates({ name }: Environment, bills: Bills): string {
  const { departments } = estimatesOf(bills);
  const { running } = bills;
  const { currency, total } = running;
  const rows = [
    [`estimate ${name}`, `a month, ${currency}`, 'without our choices', 'reservations'],
    ...departments.map(({ department, costs, without }) => [
      department,
      costs.toFixed(0),
      without.toFixed(0),
      reserved(departmentReservations(running, department)),
    ]),
    [
      'all',
      total.likely.toFixed(0),
      sum(departments.map(({ without }) => without)).toFixed(0),
      reserved(running.reservations),
    ],
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = ([first = '', cost = '', without = '', reservations = '']: string[]): string =>
    [
      first.padEnd(widths[0] ?? 0),
      cost.padStart(widths[1] ?? 0),
      without.padStart(widths[2] ?? 0),
      reservations,
    ].join('  ');
  return `${rows.map(line).join('\n')}\n`;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
