import { days, department, readTimeRange, silverTable } from '../../model';
import { orders, sold } from './acme';
import { activityIn, type Json, pipelineNamed, planOf } from '../constructs/pipeline-set/plans';

/** The parameters of the data flow that fills an hourly table of a time range, and how a run by hand runs it. */
export function fillHourly(): {
  readonly parameters: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: readonly (readonly [pipeline: string, type: string])[];
} {
  const ranged = silverTable('recent_orders', {
    flow: readTimeRange(sold, { timeColumn: 'at', lookback: days(14) }),
    key: ['id'],
  });
  const plan = planOf(
    department('acme', { description: 'Sells', sources: [orders], tables: [sold, ranged] }),
  );
  const { typeProperties } = activityIn(plan, 'acme_fill', 'Fill_recent_orders');
  const { parameters } = typeProperties['dataFlow'] as { parameters: Readonly<Record<string, Json>> };
  const steps = pipelineNamed(plan, 'acme_run_window').activities;
  return {
    parameters: parameters as Readonly<Record<string, { readonly value: string }>>,
    runs: steps
      .filter((step) => JSON.stringify(step).includes('"acme_wave_hourly"'))
      .map(({ type }) => ['acme_wave_hourly', type]),
  };
}

/** What Data Factory computes inside of a text for a data flow, `'@{…}'`. */
export function cut(text: string): string {
  const inside = /^'@\{(.*)\}'$/.exec(text)?.[1];
  if (inside === undefined) throw new Error(`no text with an expression: ${text}`);
  return `@${inside}`;
}
