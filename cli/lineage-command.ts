import { writeFileSync } from 'node:fs';
import { type Command } from 'commander';
import {
  ColumnLineage,
  ColumnUses,
  findColumn,
  lineageDocument,
  lineageText,
  openLineageEvents,
  openLineageText,
} from '../lineage';
import { CompanyGraph, LakehouseError } from '../model';
import { appOption, loadCompany } from './loader/load-company';
import { printJson } from './print-json';
import { subcommand } from './subcommand';

interface LineageOptions {
  readonly app?: string;
  readonly forward?: true;
  readonly json?: true;
  readonly openlineage?: string;
  readonly asOf?: string;
}

/** `lakehouse lineage`: where a column comes from, or who reads what is made of it. */
export function lineageCommand(): Command {
  return subcommand({
    name: 'lineage',
    examples: [
      'lakehouse lineage daily_revenue.revenue_eur',
      'lakehouse lineage crm-customers.email --forward',
      'lakehouse lineage daily_revenue.revenue_eur --json',
      'lakehouse lineage --openlineage events.jsonl --as-of 2026-12-01',
    ],
  })
    .argument('[column]', 'table.column, source.column or department.table.column')
    .addOption(appOption())
    .option('--forward', 'forward to tables, products, alert rules and consumers, instead of back')
    .option('--json', 'print JSON, for programs')
    .option(
      '--openlineage <file>',
      'write the lineage of all columns as OpenLineage events; with --as-of, and without a column',
    )
    .option('--as-of <day>', 'the day that the events are dated, YYYY-MM-DD')
    .action((column: string | undefined, options: LineageOptions) => answer(column, options));
}

async function answer(column: string | undefined, options: LineageOptions): Promise<void> {
  const { app, forward, json, openlineage, asOf = '' } = options;
  if (column === undefined && openlineage === undefined) throw nothingAsked();
  const graph = new CompanyGraph(await loadCompany(app));
  const lineage = new ColumnLineage(graph);
  if (openlineage !== undefined) {
    const events = openLineageEvents(lineage, { asOf });
    writeFileSync(openlineage, openLineageText(events));
    if (json && column === undefined) printJson({ events: events.length, file: openlineage });
    else console.log(`${events.length} events in ${openlineage}`);
    if (column === undefined) return;
  }
  const found = findColumn(graph, column ?? '', forward ? 'source' : 'table');
  const document = lineageDocument(lineage, new ColumnUses(graph), found, forward ? 'forward' : 'back');
  if (json) printJson(document);
  else console.log(lineageText(document));
}

function nothingAsked(): LakehouseError {
  return new LakehouseError('lineage', [
    {
      code: 'LH8120',
      at: 'lineage',
      prop: 'column',
      got: 'is not said',
      allowed: '<table>.<column>, <source>.<column> or <department>.<table>.<column>',
      change: 'name a column, or write all of them with --openlineage',
    },
  ]);
}
