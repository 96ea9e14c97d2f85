import { type DataContract } from '../../model';
import { type DepartmentDatasets, underscored } from '../data-factory/department-datasets';
import { type SourceCopy } from './connector';
import { connectorOf } from './connectors';
import { type LandedBy, streamCopy } from './stream';

/** A copy, with the name of the connection it goes through where it goes through one. */
export type ConnectedCopy = SourceCopy & { readonly connection?: string };

/** Brings a source's window into bronze: one Parquet file, all values as the text that was delivered; the first window is that of the day from which triggers run. */
export function sourceCopy(
  contract: DataContract,
  datasets: DepartmentDatasets,
  landed: LandedBy,
): ConnectedCopy {
  const { delivery, name } = contract;
  const connector = connectorOf(contract);
  if (delivery.kind === 'stream' || connector === undefined) return streamCopy(contract, datasets, landed);
  const connection = `${datasets.prefix}_${underscored(`${name}-${delivery.from.kind}`)}`;
  return { ...connector.copy({ connection, datasets }), ...(connector.connection && { connection }) };
}
