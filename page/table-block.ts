import { displayedColumns, type Department, type Table } from '../model';
import { tableId } from './anchors';
import { type PageContext } from './context';
import { counted, formatCount, isNumber } from './format';
import { type GoldRows } from './gold-rows';
import { type Html, markup } from './html';
import { isMasked } from './masking';

/** A gold table: where its rows come from, how many there are, and room for them; the script of the page fills it. */
export function goldTable(context: PageContext, table: Table, plot: Html | undefined): Html {
  const rows = context.gold.get(table);
  const id = tableId(table);
  return markup`<section
    class="gold"
    id="${id}"
    aria-labelledby="${id}-name"
    data-find="${table.name}"
    data-find-more="${table.description} ${table.columns.map(({ name }) => name).join(' ')}"
  >
    <h4 id="${id}-name" class="table-name">${table.name}</h4>
    <p>${table.description}. <span class="facts">${facts(table, rows)}</span></p>
    ${maskedWords(context, table)} ${plot}
    <div class="rows" data-table="${id}"></div>
  </section>`;
}

/** What the script needs of a table: its columns, and the rows that stand in the page. */
export function goldTableData(context: PageContext, department: Department, table: Table): object {
  const units = unitsOf(department, table);
  return {
    name: table.name,
    columns: table.columns.map(({ name, type }) => ({
      name,
      kind: isNumber(type) ? 'number' : type.kind,
      ...(units.has(name) && { unit: units.get(name) }),
    })),
    rows: context.gold.get(table)?.rows ?? [],
  };
}

/** Units by column, as questions say them. */
function unitsOf({ questions }: Department, table: Table): Map<string, string> {
  return new Map(
    questions
      .filter(({ reads }) => reads === table)
      .flatMap(({ shows }) =>
        displayedColumns(shows)
          .filter(({ prop }) => prop === 'y' || prop === 'value')
          .map(({ column }) => [column, shows.unit] as const),
      ),
  );
}

function facts(table: Table, gold: GoldRows | undefined): Html {
  if (gold?.count === undefined) return markup`This run has written no file of it.`;
  if (gold.count === 0) return markup`It has no rows.`;
  const file = markup`<code>gold/${table.name}.parquet</code>`;
  if (gold.rows.length === gold.count) return markup`${counted(gold.count, 'row')}, in ${file}.`;
  const which =
    gold.newestBy === undefined ? 'The first' : markup`Those of the newest <code>${gold.newestBy}</code>,`;
  return markup`${which} ${formatCount(gold.rows.length)} of ${counted(gold.count, 'row')} stand here; all are
  in ${file}.`;
}

function maskedWords({ showPersonal }: PageContext, { columns }: Table): Html | undefined {
  const personal = columns.filter(({ classification }) => classification === 'personal');
  if (personal.length === 0) return undefined;
  const names = personal.map(({ name }, index) => markup`${index === 0 ? '' : ', '}<code>${name}</code>`);
  return personal.some((column) => isMasked(column, showPersonal))
    ? markup`<p class="masked">Personal, and masked here: ${names}.</p>`
    : markup`<p class="masked">Personal, and shown because that was asked for: ${names}.</p>`;
}
