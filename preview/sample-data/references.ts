import { type Column, columnsWithin, type DataContract, type SampleSpec } from '../../model';
import { type Cells } from './files';
import { type Random } from './random';

type Reference = Extract<SampleSpec, { from: 'reference' }>;

/** The values that rows of other sources may refer to. */
export class References {
  private readonly pools = new Map<string, Set<string>>();
  private readonly lists = new Map<string, readonly string[]>();

  /** @param contracts the sources of which rows are made up; what they refer to is collected. */
  constructor(contracts: readonly DataContract[]) {
    for (const reference of contracts.flatMap(referencesOf)) this.pools.set(nameOf(reference), new Set());
  }

  /** Remembers what can be referred to in a row that is delivered as it should be. */
  add(contract: DataContract, cells: Cells): void {
    for (const [column, cell] of Object.entries(cells)) {
      if (typeof cell === 'string') this.pools.get(nameOf({ source: contract.name, column }))?.add(cell);
    }
  }

  /** All values that can be referred to, in the order in which they were made up. */
  values(reference: Reference): readonly string[] {
    const name = nameOf(reference);
    const known = this.lists.get(name) ?? [...(this.pools.get(name) ?? [])];
    // Only once their source is complete are they listed for good.
    if (known.length > 0) this.lists.set(name, known);
    return known;
  }

  /** One of the values; undefined when the other source is not among those made up. */
  pick(reference: Reference, random: Random): string | undefined {
    const values = this.values(reference);
    return values[Math.floor(values.length * random.next() ** (reference.skew ?? 1))];
  }
}

/** Sources in an order in which each comes after those that it refers to; otherwise as they are given. */
export function inReferenceOrder(contracts: readonly DataContract[]): DataContract[] {
  const ordered = new Set<DataContract>();
  const visiting = new Set<DataContract>();
  const visit = (contract: DataContract): void => {
    if (ordered.has(contract) || visiting.has(contract)) return;
    visiting.add(contract);
    for (const { source } of referencesOf(contract))
      contracts.filter(({ name }) => name === source).forEach(visit);
    ordered.add(contract);
  };
  contracts.forEach(visit);
  return [...ordered];
}

function referencesOf(contract: DataContract): Reference[] {
  return Object.entries<Column>(contract.columns)
    .flatMap(([name, column]) => columnsWithin(name, column))
    .flatMap(([, { sample }]) => (sample?.from === 'reference' ? [sample] : []));
}

function nameOf({ source, column }: Pick<Reference, 'source' | 'column'>): string {
  return `${source}.${column}`;
}
