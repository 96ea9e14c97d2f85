import { type ColumnInfo } from '../columns';
import { addedByLoads, type DataContract } from '../contracts/data-contract';
import { MAX_STRING_LENGTH, stringType } from '../types';
import { type BronzeRows } from './relation';

/** The raw rows of a source as bronze keeps them: every value as the text that was delivered. */
export function bronzeRows(contract: DataContract): BronzeRows {
  const text = stringType(MAX_STRING_LENGTH);
  const columns: ColumnInfo[] = Object.entries(contract.columns).map(([name, { classification }]) => ({
    name,
    type: text,
    nullable: true,
    classification,
    lineage: [`${contract.name}.${name}`],
  }));
  return { zone: 'bronze', name: contract.name, contract, columns: [...columns, ...addedByLoads()] };
}
