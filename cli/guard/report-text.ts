import { money, reserved } from '../../cost';
import { type CostChange, type GuardReport, type PlanCounts } from './report';

/** A report as a terminal shows it. */
export function reportText(report: GuardReport): string {
  const { environment, plans, stopped, allowed, unused, cost, access } = report;
  return [
    `${environment}: ${stopsText(stopped.length)}`,
    ...plans.map((plan) => `  ${plan.stack}: ${countsText(plan)}`),
    ...stopped.map(
      ({ stack, address, change, what }) => `  stop     ${stack}/${address} (${change}): ${what}`,
    ),
    ...allowed.map(
      ({ stack, address, what, reason }) => `  allowed  ${stack}/${address}: ${what}, because ${reason}`,
    ),
    ...unused.map(
      ({ address, change }) =>
        `  unused   ${address} (${change}) is allowed, and no plan does it: take it out`,
    ),
    ...plans.flatMap(({ stack, drifted }) =>
      drifted.map((address) => `  drift    ${stack}/${address} was changed by somebody else`),
    ),
    ...(access ? [`  access   ${access.added.length} new lines, ${access.removed.length} fewer`] : []),
    ...(cost ? [`  cost     ${costText(cost)}`] : []),
    '',
  ].join('\n');
}

function stopsText(count: number): string {
  if (count === 0) return 'nothing stops it';
  return count === 1 ? '1 change stops it' : `${count} changes stop it`;
}

/** By this, the comment of an earlier run is found and replaced. */
export const COMMENT_MARK = '<!-- lakehouse guard -->';

/** Reports as one comment of a pull request. */
export function commentText(reports: readonly GuardReport[]): string {
  const stopped = reports.flatMap((report) => report.stopped);
  return [
    COMMENT_MARK,
    `## Plan: ${stopsText(stopped.length)}`,
    '',
    ...reports.flatMap(environmentComment),
  ].join('\n');
}

function environmentComment(report: GuardReport): string[] {
  const { environment, plans, stopped, allowed, unused, cost, access } = report;
  const drifted = plans.flatMap(({ stack, drifted: addresses }) =>
    addresses.map((address) => `${stack}/${address}`),
  );
  return [
    `### ${environment}`,
    '',
    ...section(
      'Stops until it is named with a reason in `allowedChanges`',
      ['what', 'change', 'where'],
      [...stopped.map(({ stack, address, change, what }) => [what, change, `\`${stack}/${address}\``])],
    ),
    ...section(
      'Allowed',
      ['what', 'because', 'where'],
      [...allowed.map(({ stack, address, what, reason }) => [what, reason, `\`${stack}/${address}\``])],
    ),
    ...table(
      ['stack', 'new', 'changed', 'made anew', 'destroyed'],
      plans.map((plan) => [
        plan.stack,
        ...[plan.create, plan.update, plan.replace, plan.destroy].map(String),
      ]),
    ),
    '',
    ...(cost ? [`**Cost** ${costText(cost)}`, ''] : []),
    ...(access
      ? section(
          `Access: ${access.added.length} new, ${access.removed.length} fewer`,
          ['', 'who', 'may', 'where', 'why'],
          [
            ...access.added.map((line) => ['new', line.principal, line.right, line.scope, line.reason]),
            ...access.removed.map((line) => ['gone', line.principal, line.right, line.scope, line.reason]),
          ],
          '**Access** as before',
        )
      : []),
    ...(unused.length > 0
      ? [`Allowed, and done by no plan: ${unused.map(({ address }) => `\`${address}\``).join(', ')}`, '']
      : []),
    ...(drifted.length > 0
      ? [
          `Changed by somebody else since the last deployment: ${drifted.map((one) => `\`${one}\``).join(', ')}`,
          '',
        ]
      : []),
  ];
}

function section(
  title: string,
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  otherwise?: string,
): string[] {
  if (rows.length === 0) return otherwise === undefined ? [] : [otherwise, ''];
  return [`**${title}**`, '', ...table(heading, rows), ''];
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)];
}

function countsText({ create, update, replace, destroy, forget }: PlanCounts): string {
  const counts = [
    [create, 'new'],
    [update, 'changed'],
    [replace, 'made anew'],
    [destroy, 'destroyed'],
    [forget, 'no longer looked after'],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return said.length === 0 ? 'no changes' : said.join(', ');
}

function costText({ currency, likely, high, before, limit, reservations }: CostChange): string {
  const change = before === undefined ? '' : `, ${money(before, currency)} before`;
  const most = limit === undefined ? '' : `, limit ${money(limit, currency)}`;
  return `${money(likely, currency)} a month likely${change}; running at most ${money(high, currency)}${most}; reservations: ${reserved(reservations)}`;
}
