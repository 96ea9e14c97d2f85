import { type Command } from 'commander';
import { columnReaders, columnReadersText, declaredReach } from '../lineage';
import { environmentsWithRights, reachFile } from '../stacks/reach-file';
import { appOption, loadCompany } from './loader/load-company';
import { printJson } from './print-json';
import { subcommand } from './subcommand';

interface AccessOptions {
  readonly app?: string;
  readonly column: string;
  readonly out: string;
  readonly environment?: string;
  readonly definitions?: true;
  readonly json?: true;
}

/** Stands for an environment where none was synthesized. */
const BY_DEFINITIONS = 'definitions';

/** `lakehouse access`: who can read a column, or what is made of it. */
export function accessCommand(): Command {
  return subcommand({
    name: 'access',
    examples: [
      'lakehouse access --column crm_customers.email',
      'lakehouse access --column crm_customers.email --environment prod --json',
      'lakehouse access --column crm_customers.email --definitions',
    ],
  })
    .requiredOption('--column <name>', 'table.column, source.column or department.table.column')
    .addOption(appOption())
    .option('--out <folder>', 'where the app was synthesized to', 'cdktf.out')
    .option('--environment <name>', 'one environment (default: all that were synthesized)')
    .option(
      '--definitions',
      'by the definitions alone, without a synthesis: pipelines, consumers and receivers of alerts',
    )
    .option('--json', 'print JSON, for programs')
    .action((options: AccessOptions) => answer(options));
}

async function answer(options: AccessOptions): Promise<void> {
  const { app, column, out, environment, definitions, json } = options;
  const company = await loadCompany(app);
  const rights = definitions
    ? [{ environment: BY_DEFINITIONS, lines: declaredReach(company) }]
    : environmentsAsked(out, environment).map((name) => reachFile({ outdir: out, ...name }));
  const answers = rights.map(({ environment: of, lines }) => ({
    environment: of,
    ...columnReaders(company, lines, column),
  }));
  if (json) printJson(answers);
  else
    console.log(
      answers.map((each) => `# ${placeText(each.environment)}\n${columnReadersText(each)}`).join('\n\n'),
    );
}

function placeText(environment: string): string {
  return environment === BY_DEFINITIONS ? 'by the definitions alone' : `in ${environment}`;
}

/** One that was asked for, or each that was synthesized; where there are none, the folder is what is wrong. */
function environmentsAsked(out: string, environment?: string): { readonly environment?: string }[] {
  const known = environmentsWithRights(out);
  if (environment !== undefined || known.length === 0)
    return [{ ...(environment !== undefined && { environment }) }];
  return known.map((name) => ({ environment: name }));
}
