import { type ColumnInfo } from '../columns';
import { metadataColumnInfos, contractColumns, type DataContract } from '../contracts/data-contract';
import { said } from '../said';
import { MAX_STRING_LENGTH, stringType } from '../types';
import { type BronzeRows } from './unfilled-rows';

/** The raw rows of a source as bronze keeps them: every value as the text that was delivered. */
export function bronzeRows(contract: DataContract): BronzeRows {
  const text = stringType(MAX_STRING_LENGTH);
  const { name: source } = said(contract);
  const columns = contractColumns(contract).map(([name, { classification }]): ColumnInfo => ({
    name,
    type: text,
    nullable: true,
    classification,
    lineage: [`${source}.${name}`],
  }));
  return { zone: 'bronze', name: source, contract, columns: [...columns, ...metadataColumnInfos()] };
}
