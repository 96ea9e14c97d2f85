import {
  type DocumentedColumn,
  type DocumentedUse,
  type LineageDocument,
  type LineageEdge,
} from './lineage-document';

const HOW: Readonly<Record<LineageEdge['how'], string>> = {
  IDENTITY: 'as it is',
  TRANSFORMATION: 'computed',
  AGGREGATION: 'aggregated',
};

const MASKING: Readonly<Record<NonNullable<LineageEdge['masking']>, string>> = {
  pseudonym: 'as a pseudonym',
  presence: 'whether there is one',
  aggregate: 'aggregated',
};

const DECIDES: Readonly<Record<string, string>> = {
  JOIN: 'join',
  GROUP_BY: 'group by',
  FILTER: 'filter',
  SORT: 'order',
  WINDOW: 'window',
};

/** Lineage as a tree that people read; what was shown before is not shown again. */
export function lineageText(document: LineageDocument): string {
  const columns = new Map(document.columns.map((column) => [column.id, column]));
  const shown = new Set<string>();
  const lines: string[] = [];
  const visit = (id: string, head: string, rest: string, edge?: LineageEdge): void => {
    const column = columns.get(id);
    if (column === undefined) return;
    const isAgain = shown.has(id);
    shown.add(id);
    const next = isAgain ? [] : nextOf(document, id);
    const uses = isAgain ? [] : usesOf(document, id);
    lines.push(
      `${head}${title(column, edge)}${isAgain && nextOf(document, id).length > 0 ? ', see above' : ''}`,
    );
    const below = [...uses.map((use) => ({ use })), ...next.map((step) => ({ step }))];
    const bar = below.length > 0 ? '│  ' : '   ';
    if (!isAgain) for (const line of notes(column)) lines.push(`${rest}${bar}${line}`);
    below.forEach((item, index) => {
      const isLast = index === below.length - 1;
      const [branch, trunk] = isLast ? ['└─ ', '   '] : ['├─ ', '│  '];
      if ('use' in item) lines.push(`${rest}${branch}${useText(item.use)}`);
      else
        visit(
          document.direction === 'back' ? item.step.from : item.step.to,
          rest + branch,
          rest + trunk,
          item.step,
        );
    });
  };
  visit(document.column, '', '');
  return [...lines, ...influenceLines(document)].join('\n');
}

function nextOf({ edges, direction }: LineageDocument, id: string): readonly LineageEdge[] {
  return edges.filter(({ from, to }) => (direction === 'back' ? to : from) === id);
}

function usesOf({ uses }: LineageDocument, id: string): readonly DocumentedUse[] {
  return uses.filter(({ column }) => column === id);
}

function title({ id, zone, type, classification, department }: DocumentedColumn, edge?: LineageEdge): string {
  const where = zone === 'source' ? `source of ${department}` : zone;
  const way = edge && (edge.masking === undefined ? HOW[edge.how] : MASKING[edge.masking]);
  const facts = [where, way, edge ? undefined : type, classification === 'personal' ? 'personal' : undefined];
  return `${id}  (${facts.filter((fact) => fact !== undefined).join(', ')})`;
}

function notes({ basis, expressions }: DocumentedColumn): readonly string[] {
  if (basis === 'declared')
    return ['declared, not computed: SQL written by hand may take it from any of these'];
  if (basis === 'model' && expressions.some((text) => text.includes(' = model(')))
    return [...expressions, 'declared, not computed: the model may use any of these'];
  return expressions;
}

function useText({ kind, department, name, how, receivers = [] }: DocumentedUse): string {
  switch (kind) {
    case 'product':
      return `product of ${department}, ${name}`;
    case 'consumer':
      return `read by ${name}`;
    case 'alert': {
      const to = receivers.length > 0 ? `, received by ${receivers.join(', ')}` : '';
      return `alert ${name} ${how === 'payload' ? 'shows it' : 'depends on it'}${to}`;
    }
  }
}

function influenceLines({ influences, direction }: LineageDocument): string[] {
  if (influences.length === 0) return [];
  const ways = new Map<string, string[]>();
  for (const { column, table, how } of influences) {
    const key = `${table}: ${DECIDES[how] ?? how}`;
    ways.set(key, [...(ways.get(key) ?? []), column]);
  }
  const heading =
    direction === 'back' ? 'Which rows there are is decided by' : 'It also decides which rows there are in';
  return ['', heading, ...[...ways].map(([way, ids]) => `  ${way} ${shortened(ids)}`)];
}

/** A contract looks at every column: many columns of one table are counted, not listed. */
function shortened(ids: readonly string[]): string {
  const byDataset = new Map<string, string[]>();
  for (const id of new Set(ids)) {
    const dataset = datasetOf(id);
    byDataset.set(dataset, [...(byDataset.get(dataset) ?? []), id]);
  }
  return [...byDataset]
    .map(([dataset, columns]) =>
      columns.length > 4 ? `${dataset} (${columns.length} columns)` : columns.join(', '),
    )
    .join(', ');
}

/** `orders` of `orders.lines.sku`, `operations.orders` of `operations.orders.order_id`: a source's name stands alone. */
function datasetOf(id: string): string {
  return id.slice(0, id.lastIndexOf('.'));
}
