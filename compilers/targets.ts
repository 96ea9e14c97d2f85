import type { Target } from './core/target';
import { DATA_FLOW_SCRIPT } from './data-flow-script/target';
import { DUCKDB } from './duckdb/target';
import { STREAM_ANALYTICS } from './stream-analytics/target';
import { TSQL } from './tsql/target';

/** What definitions are compiled to, by what they are. The preview runs all of them. */
export const TARGETS = {
  silver: DATA_FLOW_SCRIPT,
  gold: TSQL,
  alerts: STREAM_ANALYTICS,
  preview: DUCKDB,
} as const satisfies Readonly<Record<string, Target>>;
