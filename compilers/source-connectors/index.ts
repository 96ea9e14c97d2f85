export type { Connector, ExternalGrant, SourceReader } from './connector';
export { connectorIssues } from './connector-issues';
export { connectorOf, privateLinkTargets } from './connectors';
export { mayLackColumns } from './lacking-columns';
export { extensionOf } from './to-bronze';
export { sourceSteps } from './source-steps';
export { extractQuery, QUERY_END, QUERY_START } from './sql-extract';
