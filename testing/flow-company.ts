import {
  type AlertRule,
  type Company,
  CompanyGraph,
  type DataContract,
  DEFAULT_RETENTION,
  type Department,
  LakehouseError,
  readsOf,
  type Table,
} from '../model';

/** What a flow test computes. */
export interface FlowParts {
  /** The tables that it looks at; all that they read is computed, too. */
  readonly tables: readonly Table[];
  /** Sources that are delivered, whether a table reads them or not. */
  readonly sources: readonly DataContract[];
  /** The alert rules that it asks for. */
  readonly alerts: readonly AlertRule[];
  /** Where tables are found that are read by reference. */
  readonly company?: Company;
}

/**
 * As small a company as computes some tables: those, and all that they read, up to the sources.
 *
 * @throws LakehouseError when a table is read by reference, and nobody says whose it is (LH8142).
 */
export function companyOf({ tables, sources, alerts, company }: FlowParts): Company {
  const graph = company && new CompanyGraph(company);
  const found = new Map<Table, string>();
  const contracts = new Map(sources.map((contract) => [contract.name, contract]));
  const visit = (table: Table, department: string): void => {
    if (found.has(table)) return;
    found.set(table, department);
    for (const read of readsOf(table.relation)) {
      if (read.zone === 'bronze') contracts.set(read.name, read.contract);
      else if (read.zone === 'reference') {
        const owned = graph?.tableOf(read);
        if (owned === undefined) throw unknownOwner(table, read.name);
        visit(owned.table, owned.department.name);
      } else if (read.zone !== 'erasures' && read.zone !== 'estimate') visit(read, department);
    }
  };
  for (const table of tables) visit(table, graph?.ownerOf(table)?.name ?? ALONE);
  const names = new Set([ALONE, ...found.values()]);
  return {
    name: 'flow test',
    code: 'flowtest',
    environments: [],
    departments: [...names].map((name): Department => ({
      name,
      description: name,
      hosting: 'shared',
      sources: name === ALONE ? [...contracts.values()] : [],
      tables: [...found].flatMap(([table, department]) => (department === name ? [table] : [])),
      alerts: name === ALONE ? alerts : [],
      consumers: [],
      questions: [],
      retention: DEFAULT_RETENTION,
    })),
  };
}

/** The department of what has no other in a test. */
const ALONE = 'test';

function unknownOwner(table: Table, reference: string): LakehouseError {
  return new LakehouseError('flow test', [
    {
      code: 'LH8142',
      at: table.name,
      prop: 'flow',
      got: `reads "${reference}" by reference, and the test does not know whose table that is`,
      allowed: 'a company that has it',
      change: 'flowTest(table, sources, { company })',
    },
  ]);
}
