import { type DefaultSettings, LOG_TABLES, type LogTable } from './settings';

/** What a table of the plan Basic keeps for queries, whatever is asked for. */
export const BASIC_DAYS = 30;

/** The table of requests to storage; of the plan Basic where more than deletes are logged. */
export const LAKE_TABLE = 'StorageBlobLogs';

/** How long one table keeps its rows, with what is not said filled in. */
export interface TableRetention {
  /** The table. */
  readonly name: LogTable;
  /** Whether it is in the plan Basic, whose days for queries are fixed. */
  readonly isBasic: boolean;
  /** Days that queries read a row. */
  readonly retentionDays: number;
  /** Days until it is gone. */
  readonly totalRetentionDays: number;
}

/** The tables that are kept otherwise than the workspace does: those that are said, and that of the plan Basic. */
export function tableRetentions({
  retentionDays,
  lakeRequests,
  tables,
}: Pick<DefaultSettings['logs'], 'retentionDays' | 'lakeRequests' | 'tables'>): TableRetention[] {
  return LOG_TABLES.flatMap((name) => {
    const own = tables[name];
    const isBasic = name === LAKE_TABLE && lakeRequests !== 'deletes';
    if (own === undefined && !isBasic) return [];
    const days = isBasic ? BASIC_DAYS : (own?.retentionDays ?? retentionDays);
    return [{ name, isBasic, retentionDays: days, totalRetentionDays: own?.totalRetentionDays ?? days }];
  });
}
