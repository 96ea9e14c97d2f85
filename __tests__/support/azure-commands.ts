/**
 * Commands of the Azure CLI that pages use, with those of their options that pages use. Source: the help of azure-cli 2.91, and of the extensions
 * `datafactory` and `stream-analytics`. One that is not here was looked up by nobody.
 */
const OPTIONS: Readonly<Record<string, string>> = {
  'ad sp show': 'id',
  'ad user show': 'id',
  'datafactory pipeline create-run': 'resource-group factory-name name parameters',
  'datafactory pipeline-run cancel': 'resource-group factory-name run-id',
  'datafactory pipeline-run query-by-factory':
    'resource-group factory-name last-updated-after last-updated-before filters',
  'datafactory trigger show': 'resource-group factory-name name',
  'datafactory trigger start': 'resource-group factory-name name',
  'datafactory trigger stop': 'resource-group factory-name name',
  'datafactory trigger-run query-by-factory':
    'resource-group factory-name last-updated-after last-updated-before filters',
  'datafactory trigger-run rerun': 'resource-group factory-name trigger-name run-id',
  'eventhubs eventhub show': 'resource-group namespace-name name',
  'keyvault key recover': 'vault-name name',
  'keyvault key set-attributes': 'vault-name name enabled',
  'keyvault recover': 'name',
  'keyvault secret recover': 'vault-name name',
  'monitor log-analytics workspace show': 'resource-group workspace-name',
  'monitor metrics list': 'resource metrics interval aggregation',
  rest: 'method url body',
  'role assignment create': 'role assignee scope',
  'role assignment list': 'role scope',
  'storage account failover': 'name resource-group',
  'storage account show': 'name expand',
  'storage account update': 'enable-blob-geo-priority-replication',
  'storage blob copy start': 'account-name auth-mode destination-container destination-blob source-uri',
  'storage blob list': 'account-name auth-mode container-name prefix include',
  'storage blob upload': 'account-name auth-mode container-name name file overwrite',
  'storage container list': 'account-name auth-mode include-deleted',
  'storage container restore': 'account-name auth-mode name deleted-version',
  'storage fs directory delete': 'account-name auth-mode file-system name yes',
  'storage fs directory exists': 'account-name auth-mode file-system name',
  'storage fs file list': 'account-name auth-mode file-system path exclude-dir',
  'storage fs file upload': 'account-name auth-mode file-system source path',
  'storage fs list-deleted-path': 'account-name auth-mode file-system path-prefix',
  'storage fs undelete-path': 'account-name auth-mode file-system deleted-path-name deletion-id',
  'stream-analytics job show': 'resource-group job-name',
  'stream-analytics job start': 'resource-group job-name output-start-mode output-start-time',
  'stream-analytics job stop': 'resource-group job-name',
};
const EVERYWHERE = ['query', 'output'];

/** A command as a shell would see it. */
export interface ShellCommand {
  /** Its words before the first option, without those that begin a value. */
  readonly words: readonly string[];
  /** The values of each option; none of one that stands alone. */
  readonly options: Readonly<Record<string, readonly string[]>>;
}

/** What is wrong with a command of the Azure CLI; nothing, where it is as documented. */
export function mistakesOf({ words, options }: ShellCommand): string[] {
  const name = words.slice(1).join(' ');
  const known = OPTIONS[name]?.split(' ');
  if (known === undefined) return [`az ${name} is not known`];
  return Object.keys(options)
    .filter((option) => !known.includes(option) && !EVERYWHERE.includes(option))
    .map((option) => `az ${name} has no --${option}`);
}

/** The commands of a script that begin with one of some words, also those in `$(…)`. */
export function commandsIn(script: string, programs: readonly string[]): ShellCommand[] {
  const lines = script
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
  const inner = [...lines.matchAll(/\$\(((?:[^()"]|"[^"]*")*)\)/g)].map(([, command = '']) => command);
  return [...inner, lines]
    .flatMap((text) => statementsIn(text))
    .map(commandOf)
    .filter(({ words: [first = ''] }) => programs.includes(first));
}

/** Statements, each a list of words without their quotes. */
function statementsIn(text: string): string[][] {
  const statements: string[][] = [[]];
  const words =
    /\n|&&|\||;|((?:'[^']*'|"(?:\$\((?:[^()"]|"[^"]*")*\)|\\.|[^"\\])*"|\\.|[^\s'"|;&\\]|&(?!&))+)/g;
  for (const [whole, word] of text.matchAll(words))
    if (word === undefined) statements.push([]);
    else statements.at(-1)!.push(unquoted(whole));
  return statements.filter((statement) => statement.length > 0);
}

function unquoted(word: string): string {
  return word.replaceAll(
    /'([^']*)'|"((?:\$\((?:[^()"]|"[^"]*")*\)|\\.|[^"\\])*)"/g,
    (_, single?: string, double?: string) => single ?? double ?? '',
  );
}

function commandOf(statement: readonly string[]): ShellCommand {
  const first = statement.findIndex((word) => word.startsWith('--'));
  const options: Record<string, string[]> = {};
  let last = '';
  for (const word of first < 0 ? [] : statement.slice(first))
    if (word.startsWith('--')) options[(last = word.slice(2))] ??= [];
    else options[last]!.push(word);
  return { words: first < 0 ? statement : statement.slice(0, first), options };
}
