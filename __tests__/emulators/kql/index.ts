export { alertsFired, firedAlerts } from './alerts';
export type { FiredAlert, Happened, Metric } from './alerts';
export { runQuery } from './interpreter';
export type { Evaluation, Table } from './interpreter';
export type { Given, Type, Value } from './values';
export type { Logs, TableName } from './workspace';
export { columnsOf, isExported } from './workspace';
