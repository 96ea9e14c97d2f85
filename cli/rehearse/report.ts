import { type Issue } from '../../model';
import { type GuardReport } from '../guard/report';
import { type Rehearsal } from './rehearsal';

/** A rehearsal as a terminal shows it: counts of each stack, and each address that is moved, made anew or gone. */
export function rehearsalText(report: GuardReport, plans: readonly Rehearsal[]): string {
  const { environment, stopped, allowed } = report;
  const lines = plans.flatMap(({ stack, changes, moved }) => {
    const of = (action: string): readonly string[] =>
      changes.filter((change) => change.action === action).map(({ address }) => `${stack}/${address}`);
    return [
      `  ${stack}: ${of('create').length} new, ${of('update').length} changed, ${moved.length} moved, ${of('replace').length} made anew, ${of('destroy').length} destroyed, ${of('none').length} the same`,
      ...moved.map(([from, to]) => `    moved      ${stack}/${from} to ${to}`),
      ...of('replace').map((address) => `    made anew  ${address}`),
      ...of('destroy').map((address) => `    destroyed  ${address}`),
      ...of('forget').map((address) => `    forgotten  ${address}`),
    ];
  });
  return [
    `${environment}: ${stopped.length === 0 ? 'nothing stops it' : `stopped by ${stopped.length}`}`,
    ...lines,
    ...stopped.map(
      ({ stack, address, change, what }) => `  stop     ${stack}/${address} (${change}): ${what}`,
    ),
    ...allowed.map(
      ({ stack, address, what, reason }) => `  allowed  ${stack}/${address}: ${what}, because ${reason}`,
    ),
    '',
  ].join('\n');
}

/** What stops an upgrade, as mistakes. */
export function rehearsalStops({ environment, stopped }: GuardReport): Issue[] {
  return stopped.map(({ stack, address, change, what }) => ({
    code: 'LH9355',
    at: stack,
    prop: address,
    got: what,
    allowed: 'nothing that the guard would stop',
    change:
      `where it has another address now, say that it moved: resource.moveFromId('${address}'); ` +
      `if it is wanted, say so in environment ${environment}: allowedChanges: [{ address: '${stack}/${address}', change: '${change}', reason: '…' }]`,
  }));
}
