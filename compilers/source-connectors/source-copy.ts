import { type DataContract } from '../../model';
import { type DepartmentDatasets, underscored } from '../data-factory/department-datasets';
import { acceptNothing, NOTHING_THERE } from '../data-factory/quiet-window';
import { type SourceCopy } from './connector';
import { connectorOf } from './connectors';
import { compactToBronze } from './to-bronze';

/** A copy, with the name of the connection it goes through where it goes through one. */
export type ConnectedCopy = SourceCopy & { readonly connection?: string };

/** Brings a source's window into bronze: one Parquet file, all values as the text that was delivered. */
export function sourceCopy(contract: DataContract, datasets: DepartmentDatasets): ConnectedCopy {
  const { delivery, name } = contract;
  const connector = connectorOf(contract);
  if (delivery.kind === 'stream' || connector === undefined) {
    const toBronze = compactToBronze(contract, datasets, { format: 'json-lines', file: '*.json' });
    // The first event of an hour makes its folder.
    const activities = acceptNothing([toBronze], NOTHING_THERE.lake);
    return { what: 'Compacts the landed events of a window', activities };
  }
  const connection = `${datasets.prefix}_${underscored(`${name}-${delivery.from.kind}`)}`;
  return { ...connector.copy({ connection, datasets }), ...(connector.connection && { connection }) };
}
