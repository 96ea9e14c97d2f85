/** What Azure counts of an alert rule, as bills name it: what one costs is the bill's to say. */
export type AlertMeter = 'monitor/log-rule-15m' | 'monitor/metric-series';

/** What people read about an alert rule, or about one that is not there. */
export interface AlertRecord {
  /** Its name in Azure; of a rule that is off, what it would be. */
  readonly rule: string;
  /** When it fires, in words. */
  readonly condition: string;
  /** What it compares with, and where that is decided. */
  readonly threshold: string;
  /** The table or the metric it looks at. */
  readonly looksAt: string;
  /** What sends that to the workspace: the diagnostic settings of resources of this Terraform type. @default nothing has to: a metric alert reads the resource */
  readonly sentBy?: string;
  /** What is billed for it, once a month. @default nothing */
  readonly meter?: AlertMeter;
  /**
   * US dollars a month, by the list price of western Europe.
   *
   * @deprecated Use {@link meter}, or `price` of `alertTable`. Ends in 1.0.
   */
  readonly monthlyDollars: number;
  /** What to do about it: a page of this package. */
  readonly runbook: string;
  /** Why there is no such rule, or why it does not run. @default it runs */
  readonly off?: string;
}

/** The page that says what to do about an alert. */
export function runbookOf(alert: string): string {
  return `docs/runbooks/${alert}.md`;
}
