import { columnNames, ColumnLineage, ColumnUses, datasets, documentedColumn, idOf } from '../../lineage';
import { type PageContext } from '../context';
import { markup } from '../html';
import { type PageSection } from '../section';

const ID = 'lineage';

/** Where any column comes from, and who reads what is made of it: a tree that a script unfolds, from data in the page. */
export function lineageSection({ graph }: PageContext): readonly PageSection[] {
  const lineage = new ColumnLineage(graph);
  const uses = new ColumnUses(graph);
  const columns = datasets(graph).flatMap((dataset) =>
    columnNames(graph, dataset).map((column) => ({ dataset, column })),
  );
  if (columns.length === 0) return [];
  const index = new Map(columns.map((column, at) => [idOf(column), at]));
  const expressions = new Map<string, number>();
  const numberOf = (expression: string): number => {
    const known = expressions.get(expression) ?? expressions.size;
    expressions.set(expression, known);
    return known;
  };
  const data = {
    columns: columns.map((column) => {
      const known = documentedColumn(lineage, column);
      return [
        known.id,
        known.zone === 'source' ? `source of ${known.department}` : known.zone,
        known.type ?? '',
        known.classification === 'personal' ? 1 : 0,
        known.basis === 'declared' || known.basis === 'model' ? known.basis : '',
        known.expressions.map(numberOf),
        uses.of(column).map((use) => {
          if (use.kind === 'product') return `product of ${use.department.name}, version ${use.version}`;
          if (use.kind === 'consumer') return `read by ${use.consumer.name}`;
          const to = use.receivers.map(({ name }) => name).join(', ');
          return `alert ${use.rule.name} ${use.how === 'payload' ? 'shows it' : 'depends on it'}${to === '' ? '' : `, received by ${to}`}`;
        }),
      ];
    }),
    expressions: [...expressions.keys()],
    steps: columns.flatMap((column, to) =>
      lineage.originsOf(column).flatMap((origin) => {
        const from = index.get(idOf(origin));
        return from === undefined ? [] : [[from, to, origin.masking ?? origin.how]];
      }),
    ),
  };
  const body = markup`<p>
      Choose a column of a source or a table: where it comes from, with the expression of every step, and who reads what is made of it. It is
      read off the flows; where SQL written by hand or a model stands between, it is declared, not computed, and says so.
    </p>
    <form class="choice" id="lineage-form" hidden>
      <label for="lineage-column">Column</label>
      <input id="lineage-column" list="lineage-columns" autocomplete="off" spellcheck="false" size="44">
      <datalist id="lineage-columns"></datalist>
      <button type="submit">Show</button>
      <span id="lineage-wrong" role="status"></span>
    </form>
    <div id="lineage-shown"></div>
    <noscript><p class="nothing">Without a script, <code>lakehouse lineage</code> says the same.</p></noscript>`;
  return [
    {
      id: ID,
      title: 'Lineage of a column',
      group: 'platform',
      body,
      assets: ['choice.css', 'lineage.css', 'lineage.js'],
      data,
    },
  ];
}
