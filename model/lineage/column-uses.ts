import { type AlertRule } from '../company/alert-rule';
import { type Consumer, readableColumns } from '../company/consumer';
import { type Department } from '../company/department';
import { type CompanyGraph } from '../company/graph';
import { idOf, type LineageColumn } from './lineage-column';
import { type Masking } from './masking';
import { ruleColumns } from './rule-lineage';

/** What a column is used for where tables end. */
export type ColumnUse =
  /** Other departments may read it, in a version that is promised to them. */
  | { readonly kind: 'product'; readonly department: Department; readonly version: number }
  /** An alert rule reads it, and may show it. */
  | {
      readonly kind: 'alert';
      readonly department: Department;
      readonly rule: AlertRule;
      readonly how: 'payload' | 'condition';
      readonly masking?: Masking;
      readonly receivers: readonly Consumer[];
    }
  /** A group or an application reads it. */
  | { readonly kind: 'consumer'; readonly department: Department; readonly consumer: Consumer };

/** Finds what columns are used for; made once, asked often. */
export class ColumnUses {
  private readonly rules = new Map<string, ColumnUse[]>();

  /** @param graph the tables of a company. */
  constructor(graph: CompanyGraph) {
    for (const department of graph.company.departments)
      for (const rule of department.alerts)
        for (const column of ruleColumns(rule, graph)) {
          const { how, masking } = column;
          const receivers = department.consumers.filter(
            (consumer) => consumer.kind === 'application' && consumer.receives.includes(rule),
          );
          const use = {
            kind: 'alert' as const,
            department,
            rule,
            how,
            receivers,
            ...(masking && { masking }),
          };
          this.rules.set(idOf(column), [...(this.rules.get(idOf(column)) ?? []), use]);
        }
  }

  /** The products, alert rules and consumers of a column, in this order. */
  of(column: LineageColumn): readonly ColumnUse[] {
    const alerts = this.rules.get(idOf(column)) ?? [];
    const { dataset } = column;
    if (dataset.kind === 'source') return alerts;
    const { department, table } = dataset;
    const product: ColumnUse[] = table.published
      ? [{ kind: 'product', department, version: table.product?.version ?? 1 }]
      : [];
    const consumers = department.consumers
      .filter((consumer) => consumer.reads.includes(table))
      .filter((consumer) => readableColumns(consumer, table).includes(column.column))
      .map((consumer): ColumnUse => ({ kind: 'consumer', department, consumer }));
    return [...product, ...alerts, ...consumers];
  }
}
