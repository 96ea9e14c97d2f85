import {
  type BillDocument,
  type Comparison,
  departmentReservations,
  figure,
  money,
  type Range,
  reserved,
} from '../cost';

const LINES = 10;

/** A bill as a terminal shows it. */
export function billText(bill: BillDocument): string {
  const { environment, region, currency, running, idle, byDepartment, savings, state } = bill;
  const departments = Object.entries(byDepartment).sort(([, a], [, b]) => b.likely - a.likely);
  return [
    `${environment} in ${region}, a month, ${currency} before tax and discounts; deployed it is ${state}`,
    '',
    ...columns([
      ['', 'low', 'likely', 'high', ''],
      ['running', ...amounts(running.total, currency), reserved(running.reservations)],
      ['idle', ...amounts(idle.total, currency), reserved(idle.reservations)],
    ]),
    '',
    'By department, running:',
    ...columns(
      departments.map(([name, cost]) => [
        name,
        ...amounts(cost, currency),
        reserved(departmentReservations({ lines: running.lines, region }, name)),
      ]),
    ),
    '',
    `The ${LINES} largest of ${running.lines.length} lines:`,
    ...columns(
      running.lines
        .slice(0, LINES)
        .map(({ stack, name, what, cost, provenance }) => [
          `${stack} ${name}: ${what}`,
          ...amounts(cost, currency),
          provenance,
        ]),
    ),
    '',
    'What would save most:',
    ...columns(
      savings.map(({ change, saves }) => [
        change,
        ...amounts(saves, currency),
        reserved(running.reservations),
      ]),
    ),
    '',
  ].join('\n');
}

/** An estimate beside what was billed, as a terminal shows it. */
export function comparisonText(bill: BillDocument, comparison: Comparison): string {
  const { currency, environment, state } = bill;
  const { from, to, days, lines, estimated, actual, others } = comparison;
  return [
    `${environment}, ${state}, ${from} to ${to} (${days} days), ${currency}`,
    '',
    ...columns([
      ['resource', 'low', 'likely', 'high', 'billed', 'reservations', 'billed for', 'estimated for'],
      ...lines.map(({ resource, estimated: cost, actual: billed, reservations, categories, what }) => [
        resource,
        ...amounts(cost, currency),
        money(billed, currency),
        reserved(reservations),
        categories.join(', ') || 'nothing',
        what.join(', ') || 'no line of the estimate',
      ]),
      [
        'all',
        ...amounts(estimated, currency),
        money(actual, currency),
        reserved(bill[state].reservations),
        '',
        '',
      ],
    ]),
    '',
    `The export has ${money(others, currency)} of other environments and of others besides.`,
    actual === 0 || estimated.likely === 0
      ? ''
      : `Billed: ${figure((actual / estimated.likely) * 100)} % of what was likely.`,
  ].join('\n');
}

function amounts({ low, likely, high }: Range, currency: string): string[] {
  return [low, likely, high].map((amount) => money(amount, currency));
}

/** Rows in columns as wide as their widest cell; numbers, which are those of the middle, stand to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, index) =>
    Math.max(...rows.map((row) => (row[index] ?? '').length)),
  );
  return rows.map((row) =>
    `  ${row
      .map((cell, index) =>
        index > 0 && index < 5 && /^[-\d]/.test(cell)
          ? cell.padStart(widths[index] ?? 0)
          : cell.padEnd(widths[index] ?? 0),
      )
      .join('  ')}`.trimEnd(),
  );
}
