/**
 * US dollars, pay as you go; of rules a month. Source: Infracost's recorded prices of Azure Monitor, 2024.
 *
 * @deprecated Use the prices of the bill, which are an environment's own where it has some. Ends in 1.0.
 */
export const MONITORING_PRICES = Object.freeze({
  /** A log alert rule that is evaluated every 15 minutes or less often; it is 1.50 every 5 minutes, and 3.00 every minute. */
  logAlertRule: 0.5,
  /** Each further time series of a log alert rule: each further pipeline that is reported at the same time. */
  furtherSeries: 0.05,
  /** A time series of a metric alert rule. */
  metricSeries: 0.1,
  /** An e-mail; some are free in each month. */
  email: '0.00002',
  /** A call of a webhook; some are free in each month. */
  webhookCall: '0.000006',
});

/** A price as people read it. */
export function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
