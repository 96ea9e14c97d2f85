/** How the JSON that a proof prints is judged. */
export type Expectation = { readonly atLeast: number } | { readonly equals: string | boolean };

/** A command that reads, and shows whether a manual step is done. */
export interface Proof {
  /** What it shows, as a clause: `the group has members`. */
  readonly shows: string;
  /** The program: Azure's command line, or the one of SQL. */
  readonly program: 'az' | 'sqlcmd';
  /** Its options, one by one, as no shell reads them. */
  readonly options: readonly string[];
  /** What it prints when the step is done. */
  readonly expected: Expectation;
  /** Whether it answers from the private network only. @default it answers from everywhere */
  readonly inside?: boolean;
}

/** The proofs of a step, at least one, all of which have to hold; or why there is none. */
export type Proofs = readonly Proof[] | { readonly none: string };

/** A resource of Azure, as `az rest` finds it. */
export interface ResourcePath {
  /** The subscription. @default the one that is logged in to */
  readonly subscriptionId?: string | undefined;
  /** Name of the resource group. */
  readonly group: string;
  /** The path below the group, e.g. `Microsoft.DataFactory/factories/adf-acme-dev`. */
  readonly resource: string;
}

/** The address of a resource below Resource Manager's; `az rest` puts in the subscription that is logged in to. Source: `az rest --help`. */
export function resourceAddress({ subscriptionId, group, resource }: ResourcePath): string {
  return `/subscriptions/${subscriptionId ?? '{subscriptionId}'}/resourceGroups/${group}/providers/${resource}`;
}

/**
 * A proof by the Azure CLI.
 *
 * @param shows what it shows, as a clause.
 * @param command what is asked, word by word.
 * @param query the number, text or truth in the answer, as JMESPath.
 * @param expected what it prints when the step is done.
 */
export function azProof(
  shows: string,
  command: readonly string[],
  query: string,
  expected: Expectation,
): Proof {
  return {
    shows,
    program: 'az',
    options: [...command, '--query', query, '--output', 'json'],
    expected,
  };
}

/** A proof by an answer of Resource Manager. */
export function resourceProof(
  shows: string,
  path: ResourcePath & { readonly apiVersion: string },
  query: string,
  expected: Expectation,
): Proof {
  const url = `${resourceAddress(path)}?api-version=${path.apiVersion}`;
  return azProof(shows, ['rest', '--method', 'get', '--url', url], query, expected);
}

/** A number that a query of SQL gives, to whoever is logged in to the Azure CLI. Source: "sqlcmd utility", `--authentication-method`. */
export function sqlProof(
  shows: string,
  place: { readonly server: string; readonly database: string; readonly inside: boolean },
  count: { readonly query: string; readonly atLeast: number },
): Proof {
  return {
    shows,
    program: 'sqlcmd',
    options: [...sqlLogin(place), '-h', '-1', '-W', '-Q', `SET NOCOUNT ON; ${count.query}`],
    expected: { atLeast: count.atLeast },
    ...(place.inside && { inside: true }),
  };
}

/** The line of shell that runs a script of SQL. */
export function sqlScriptLine(server: string, database: string, file: string): string {
  return shellLine('sqlcmd', [...sqlLogin({ server, database }), '-i', file]);
}

function sqlLogin({
  server,
  database,
}: {
  readonly server: string;
  readonly database: string;
}): readonly string[] {
  return ['-S', server, '-d', database, '--authentication-method', 'ActiveDirectoryAzCli', '-b'];
}

/** A command as a line of a POSIX shell. */
export function shellLine(program: string, options: readonly string[]): string {
  return [program, ...options.map(quoted)].join(' ');
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // Easier to read, where nothing in it means something to a shell.
  if (word.includes("'") && !/["$`\\!]/.test(word)) return `"${word}"`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** How an expectation is said: `a number, 1 or more`. */
export function expectationText(expected: Expectation): string {
  return 'atLeast' in expected
    ? `a number, ${expected.atLeast} or more`
    : `\`${JSON.stringify(expected.equals)}\``;
}
