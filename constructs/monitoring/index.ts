export { ActionGroup } from './action-group';
export type { ActionGroupProps, IActionGroup } from './action-group';
export type { AlertRecord } from './alert-record';
export { EnvironmentBudget } from './budget';
export type { EnvironmentBudgetProps } from './budget';
export { Monitoring } from './monitoring';
export type { MonitoringProps } from './monitoring';
// eslint-disable-next-line @typescript-eslint/no-deprecated -- said until it ends
export { dollars, MONITORING_PRICES } from './prices';
export { ThrottledHub } from './throttled-hub';
export type { ThrottledHubProps } from './throttled-hub';
