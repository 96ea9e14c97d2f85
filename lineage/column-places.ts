import { businessColumns, type OwnedTable, scoreOf, zoneOf } from '../model';
import {
  type ColumnLineage,
  type ColumnOrigin,
  datasetId,
  idOf,
  leastMasked,
  type LineageColumn,
  maskedTwice,
  type Masking,
  ruleColumns,
} from '../model/lineage';

/** A zone of a department, or what is outside of its lake: the source itself, the hub of a stream, the hub of alerts, what models keep. */
export type ColumnZone =
  | 'source'
  | 'hub'
  | 'landing'
  | 'bronze'
  | 'quarantine'
  | 'silver'
  | 'products'
  | 'gold'
  | 'views'
  | 'alerts'
  | 'models';

/** How much a place shows of a column. */
export interface Shown {
  /** What is no longer shown of the values. @default nothing: the values themselves, or what is computed from single ones */
  readonly masking?: Masking;
  /** Set where it is declared only: through SQL written by hand or a model, which may have left it out. */
  readonly declared?: true;
}

/** A place where a column lies, or something that is made of it. */
export interface ColumnPlace extends Shown {
  /** The department that owns the place. */
  readonly department: string;
  /** Where in the department. */
  readonly zone: ColumnZone;
  /** The source, table or alert rule whose rows lie there. */
  readonly dataset: string;
  /** Name of the column there. */
  readonly column: string;
}

/** The columns that are made of some columns, themselves first, with what is shown of these. */
export function spread(
  lineage: ColumnLineage,
  roots: readonly LineageColumn[],
): Map<string, LineageColumn & Shown> {
  const reached = new Map<string, LineageColumn & Shown>(roots.map((root) => [idOf(root), root]));
  for (const owned of lineage.graph.inOrder()) {
    const { columns, basis } = lineage.tableLineage(owned);
    for (const [column, { origins }] of columns) {
      const shown = shownBy(origins, reached, basis !== 'computed');
      if (shown === undefined) continue;
      const found = { dataset: { kind: 'table' as const, ...owned }, column, ...shown };
      const before = reached.get(idOf(found));
      reached.set(idOf(found), before ? { ...found, ...both(before, shown) } : found);
    }
  }
  return reached;
}

/** Everywhere that columns lie, or something that is made of them: from the source to gold, quarantine, alerts and exports included. */
export function placesOf(lineage: ColumnLineage, roots: readonly LineageColumn[]): ColumnPlace[] {
  const reached = spread(lineage, roots);
  const rows = [...reached.values()].flatMap((column) => rowPlaces(lineage, column));
  return [...rows, ...quarantinePlaces(lineage, reached), ...rulePlaces(lineage, reached)];
}

/** A table whose rows columns decide over, and which shows nothing of them. */
export interface DecidedRows {
  /** The table, with its owner. */
  readonly owned: OwnedTable;
  /** How, in the words of OpenLineage, such as `FILTER`; each once. */
  readonly how: readonly string[];
  /** Where its rows lie, by each of its columns. */
  readonly places: readonly ColumnPlace[];
}

/** The tables whose rows are chosen by columns, or by what is made of them, without showing any of it. */
export function decidedRows(lineage: ColumnLineage, roots: readonly LineageColumn[]): DecidedRows[] {
  const reached = [...spread(lineage, roots).values()];
  const shown = new Set(reached.map(({ dataset }) => datasetId(dataset)));
  const ways = new Map<string, Set<string>>();
  for (const column of reached)
    for (const { department, table, how } of lineage.decidedBy(column)) {
      const id = datasetId({ kind: 'table', department, table });
      ways.set(id, new Set([...(ways.get(id) ?? []), ...how]));
    }
  return lineage.graph.inOrder().flatMap((owned): DecidedRows[] => {
    const dataset = { kind: 'table' as const, ...owned };
    const how = ways.get(datasetId(dataset));
    if (how === undefined || shown.has(datasetId(dataset))) return [];
    const places = owned.table.columns.flatMap(({ name }) => rowPlaces(lineage, { dataset, column: name }));
    return [{ owned, how: [...how].sort(), places }];
  });
}

function rowPlaces(
  lineage: ColumnLineage,
  { dataset, column, masking, declared }: LineageColumn & Shown,
): ColumnPlace[] {
  const shown = { ...(masking && { masking }), ...(declared && { declared }) };
  if (dataset.kind === 'source') {
    const source = lineage.graph.source(dataset.name);
    if (source === undefined) return [];
    const zones: ColumnZone[] = [
      source.contract.delivery.kind === 'stream' ? 'hub' : 'source',
      'landing',
      'bronze',
    ];
    return zones.map((zone) => ({
      department: source.department.name,
      zone,
      dataset: dataset.name,
      column,
      ...shown,
    }));
  }
  const { department, table } = dataset;
  const zones: ColumnZone[] = [
    ...(scoreOf(table) ? (['models', 'bronze'] as const) : []),
    ...(table.zone === 'gold' ? (['views'] as const) : []),
    ...(table.zone === 'gold' && !table.materialized ? [] : [zoneOf(table)]),
  ];
  return zones.map((zone) => ({
    department: department.name,
    zone,
    dataset: table.name,
    column,
    ...shown,
  }));
}

/** Rows that a check refuses keep the columns that it names, mostly as they arrived. */
function quarantinePlaces(
  lineage: ColumnLineage,
  reached: ReadonlyMap<string, LineageColumn & Shown>,
): ColumnPlace[] {
  return lineage.graph.inOrder().flatMap((owned) => {
    const { quarantined, basis } = lineage.tableLineage(owned);
    return [...quarantined.values()].flatMap((columns) =>
      [...columns].flatMap(([column, { origins }]): ColumnPlace[] => {
        const shown = shownBy(origins, reached, basis !== 'computed');
        if (shown === undefined) return [];
        const { department, table } = owned;
        return [{ department: department.name, zone: 'quarantine', dataset: table.name, column, ...shown }];
      }),
    );
  });
}

/** The payload of alerts, and the rows of gold that are written out for rules to look up. */
function rulePlaces(
  lineage: ColumnLineage,
  reached: ReadonlyMap<string, LineageColumn & Shown>,
): ColumnPlace[] {
  const { graph } = lineage;
  return graph.company.departments.flatMap((department) =>
    department.alerts.flatMap((rule) => {
      const at = { department: department.name, dataset: rule.name };
      const payload = ruleColumns(rule, graph)
        .filter(({ how }) => how === 'payload')
        .flatMap((column): ColumnPlace[] => {
          const shown = shownBy([{ ...column, how: 'IDENTITY' }], reached, false);
          if (shown === undefined) return [];
          const zones = rule.to.map((output) => (output === 'lake' ? 'landing' : 'alerts'));
          return zones.map((zone) => ({ ...at, zone, column: column.column, ...shown }));
        });
      if (rule.kind !== 'reference') return payload;
      const owned = graph.tableOf(rule.reference);
      const exported = owned === undefined ? [] : businessColumns(rule.exported);
      return [
        ...payload,
        ...exported.flatMap(({ name }): ColumnPlace[] => {
          const found = owned && reached.get(idOf({ dataset: { kind: 'table', ...owned }, column: name }));
          if (found === undefined) return [];
          const { masking, declared } = found;
          const shown = { ...(masking && { masking }), ...(declared && { declared }) };
          return [{ ...at, zone: 'landing', dataset: rule.reference.name, column: name, ...shown }];
        }),
      ];
    }),
  );
}

/** What a value shows of the columns that are followed; nothing where it is made of none of them. */
function shownBy(
  origins: readonly ColumnOrigin[],
  reached: ReadonlyMap<string, LineageColumn & Shown>,
  declared: boolean,
): Shown | undefined {
  const ways = origins.flatMap((origin): Shown[] => {
    const before = followed(origin, reached);
    if (before === undefined) return [];
    const masking = maskedTwice(before.masking, origin.masking);
    const isDeclared = declared || before.declared === true;
    return [{ ...(masking && { masking }), ...(isDeclared && { declared: true }) }];
  });
  const [first, ...others] = ways;
  return first && others.reduce(both, first);
}

/** A column that is followed, by itself or with the array that holds it. */
function followed(
  column: LineageColumn,
  reached: ReadonlyMap<string, LineageColumn & Shown>,
): Shown | undefined {
  const [array, field] = column.column.split('.');
  return (
    reached.get(idOf(column)) ??
    (field === undefined ? undefined : reached.get(idOf({ dataset: column.dataset, column: array ?? '' })))
  );
}

/** Of two ways, the one that shows more. */
function both(one: Shown, other: Shown): Shown {
  const masking = leastMasked(one.masking, other.masking);
  const isDeclared = one.declared === true && other.declared === true;
  return { ...(masking && { masking }), ...(isDeclared && { declared: true }) };
}
