import { type DataContract, type SqlConnector } from '../../model';
import { type ManualStep } from '../core/manual-step';
import { type SourceReader } from './connector';
import { connectorOf } from './connectors';
import { byDatabase, databaseSteps } from './sql-access';

/** What owners of sources do once, so that a department's pipelines read them: for a database once for all that lie in it. */
export function sourceSteps(sources: readonly DataContract[], reader: SourceReader): ManualStep[] {
  const databases = byDatabase(sources.flatMap(inDatabase));
  return sources.flatMap((source) => {
    const database = databases.find((group) => group.some(({ name }) => name === source.name));
    if (database === undefined) return connectorOf(source)?.manualSteps(reader) ?? [];
    return database[0].name === source.name ? databaseSteps(database, reader) : [];
  });
}

function inDatabase({ name, delivery }: DataContract): { name: string; from: SqlConnector }[] {
  return delivery.kind === 'batch' && delivery.from.kind === 'sql' ? [{ name, from: delivery.from }] : [];
}
