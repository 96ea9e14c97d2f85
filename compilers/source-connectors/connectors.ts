import { type DataContract, type Issue, LakehouseError, type SourceConnector, suggestion } from '../../model';
import { type Connector, type ConnectorKind } from './connector';
import { files } from './files';
import { http } from './http';
import { rest } from './rest';
import { sql } from './sql';

type Kinds = {
  readonly [K in SourceConnector['kind']]: ConnectorKind<Extract<SourceConnector, { readonly kind: K }>>;
};

/** Every kind of source, once: nothing else tells them apart. */
const CONNECTOR_KINDS: Kinds = { http, rest, sql, files };

/**
 * What a source offers.
 *
 * @returns nothing for a stream, which comes by itself.
 * @throws LakehouseError when its kind is unknown, which the validation says before.
 */
export function connectorOf(contract: DataContract): Connector | undefined {
  const { delivery, name } = contract;
  if (delivery.kind !== 'batch') return undefined;
  const issue = unknownKind(name, contract);
  if (issue) throw new LakehouseError(name, [issue]);
  const { from } = delivery;
  // A kind and its definition belong together, which the compiler does not follow into the table.
  return (CONNECTOR_KINDS[from.kind] as ConnectorKind<SourceConnector>)(from, contract);
}

/** Resource ids of the Azure services that sources lead to by a private endpoint, each once. */
export function privateLinkTargets(sources: readonly DataContract[]): string[] {
  const ids = sources.flatMap((source) => connectorOf(source)?.privateLinkTarget ?? []);
  return [...new Map(ids.map((id) => [id.toLowerCase(), id])).values()];
}

/** What is wrong with the kind of a source; definitions come from JavaScript too. */
function unknownKind(at: string, { delivery }: DataContract): Issue | undefined {
  if (delivery.kind !== 'batch') return undefined;
  const from = delivery.from as { readonly kind?: unknown } | null | undefined;
  const kind = String(from?.kind);
  if (Object.hasOwn(CONNECTOR_KINDS, kind)) return undefined;
  const known = Object.keys(CONNECTOR_KINDS);
  return {
    code: 'LH1201',
    at,
    prop: 'delivery.from',
    got: from ? `is of kind "${kind}"${suggestion(kind, known)}` : 'is missing',
    allowed: `{ kind: … } of ${known.join(', ')}`,
    change: 'say where the rows come from',
  };
}
