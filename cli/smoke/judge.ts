import { SMOKE_ACTIVITIES, SMOKE_FOLDER } from '../../compilers/internal';
import { type Table } from '../../model';
import { type SmokeTestPlace } from '../../stacks/smoke-document';
import { comparableRow, type Expected, type TextRow } from './expected';

/** An activity of a run, as Data Factory tells it. Source: "Activity Runs - Query By Pipeline Run". */
export interface ActivityRun {
  /** Its name. */
  readonly activityName: string;
  /** How it ended. */
  readonly status: string;
  /** What it gave. */
  readonly output?: unknown;
  /** Why it failed. */
  readonly error?: { readonly message?: string };
}

/** What a smoke test goes through. */
export type Layer = 'landing' | 'bronze' | 'silver' | 'gold' | 'removal';

/** What became of the row in a layer. */
export interface LayerResult {
  /** The layer. */
  readonly layer: Layer;
  /** `notReached`: an earlier one fell short; `notTested`: nothing of the department shows it. */
  readonly status: 'passed' | 'failed' | 'notReached' | 'notTested';
  /** What was found, or why it failed. */
  readonly found: string;
  /** The role or the route that it usually is. @default it is none that is known */
  readonly usually?: string;
}

/** The tables that rows are compared by. */
export interface Compared {
  /** The silver table. */
  readonly table: Table;
  /** The gold view, where one is read. */
  readonly gold: Table | undefined;
}

/** What each layer did with the row, in order. */
export function layerResults(
  place: SmokeTestPlace,
  runs: readonly ActivityRun[],
  expected: Expected,
  { table, gold }: Compared,
): LayerResult[] {
  const run = (name: string): ActivityRun | undefined =>
    runs.find(({ activityName }) => activityName === name);
  const context = { place, run };
  const layers: LayerResult[] = [
    ended(context, 'landing', SMOKE_ACTIVITIES.landing, () => ({ found: 'the row is written' })),
    ended(context, 'bronze', SMOKE_ACTIVITIES.bronze, ({ output }) => {
      const copied = numberIn(output, 'rowsCopied');
      return { found: `rows copied: ${copied ?? 'not said'}`, wrong: copied !== 1 };
    }),
    silver(context, expected, table),
    gold === undefined || expected.gold === undefined
      ? { layer: 'gold', status: 'notTested', found: 'no view of the department reads the table alone' }
      : compared(context, 'gold', SMOKE_ACTIVITIES.gold, expected.gold, gold),
  ];
  return [...layers, removal(place, runs)];
}

interface Context {
  readonly place: SmokeTestPlace;
  readonly run: (name: string) => ActivityRun | undefined;
}

function ended(
  { place, run }: Context,
  layer: Layer,
  activity: string,
  look: (run: ActivityRun) => { readonly found: string; readonly wrong?: boolean },
): LayerResult {
  const found = run(activity);
  if (found === undefined || found.status === 'Skipped')
    return { layer, status: 'notReached', found: 'an earlier layer fell short' };
  if (found.status !== 'Succeeded') {
    const message = found.error?.message || `${activity} ended with ${found.status}`;
    const usually = usualCause(message, layer, place);
    return { layer, status: 'failed', found: firstLine(message), ...(usually !== undefined && { usually }) };
  }
  const { found: text, wrong = false } = look(found);
  return { layer, status: wrong ? 'failed' : 'passed', found: text };
}

function silver(context: Context, { silver: rows }: Expected, table: Table): LayerResult {
  const filled = ended(context, 'silver', SMOKE_ACTIVITIES.silver, () => ({ found: 'the data flow ran' }));
  if (filled.status !== 'passed' || !context.place.readsSilver) return filled;
  return compared(context, 'silver', SMOKE_ACTIVITIES.readSilver, rows, table);
}

function compared(
  context: Context,
  layer: Layer,
  activity: string,
  expected: readonly TextRow[],
  table: Table,
): LayerResult {
  return ended(context, layer, activity, ({ output }) => {
    const rows = rowsIn(output).map((row) => comparableRow(table, row));
    const differs = difference(sorted(rows), sorted(expected));
    return differs === undefined
      ? { found: `${rows.length === 1 ? 'the row is' : `${rows.length} rows are`} as the preview has it` }
      : { found: differs, wrong: true };
  });
}

function difference(rows: readonly TextRow[], expected: readonly TextRow[]): string | undefined {
  if (rows.length !== expected.length) return `${rows.length} rows, and the preview has ${expected.length}`;
  for (const [index, row] of rows.entries()) {
    const other = expected[index] ?? {};
    const column = Object.keys(other).find((name) => row[name] !== other[name]);
    if (column !== undefined)
      return `${column} is ${JSON.stringify(row[column])}, and the preview has ${JSON.stringify(other[column])}`;
  }
  return undefined;
}

function sorted(rows: readonly TextRow[]): TextRow[] {
  const key = (row: TextRow): string => JSON.stringify(row);
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function removal(place: SmokeTestPlace, runs: readonly ActivityRun[]): LayerResult {
  const removals = runs.filter(({ activityName }) => activityName.startsWith(`${SMOKE_ACTIVITIES.remove}_`));
  const failed = removals.find(({ status }) => status !== 'Succeeded');
  if (removals.length > 0 && failed === undefined)
    return { layer: 'removal', status: 'passed', found: 'what it wrote is gone' };
  const message = failed?.error?.message ?? 'nothing was removed';
  const usually = usualCause(message, 'removal', place);
  return {
    layer: 'removal',
    status: 'failed',
    found: `folders ${SMOKE_FOLDER} are left: ${firstLine(message)}`,
    ...(usually !== undefined && { usually }),
  };
}

/** What an error of a layer usually is, by what it says; the first that fits. */
export function usualCause(message: string, layer: Layer, place: SmokeTestPlace): string | undefined {
  const { identity, sql, lake, containers, factory, department } = place;
  const container =
    layer === 'landing' || layer === 'bronze'
      ? containers[layer]
      : layer === 'removal'
        ? undefined
        : containers.silver;
  const where = container ?? 'the containers of the department';
  const bySql = layer === 'gold' || /SqlDW|serverless|OPENROWSET|sql\.azuresynapse/i.test(message);
  const causes: readonly (readonly [RegExp, string])[] = [
    [
      /Login failed|Cannot open database|token-identified principal/i,
      `the login of ${identity} on ${sql.server}, database ${sql.database}: manual step "Database and logins of ${department}"`,
    ],
    [
      /external data source|Invalid object name|Cannot find the (?:CREDENTIAL|external)/i,
      `gold is not deployed: run ${department.replaceAll('-', '_')}_deploy_gold in ${factory}`,
    ],
    [
      /cannot be listed|Content of directory|cannot be opened because/i,
      `the role Storage Blob Data Reader of the workspace ${sql.workspace} on ${where} of ${lake}, or its private endpoint there`,
    ],
    [
      /AuthorizationFailure|PublicAccessNotPermitted|public network access|private endpoint|firewall|timed? ?out|No such host|could not be resolved|Unable to connect|actively refused/i,
      bySql
        ? `the private endpoint of ${factory} to ${sql.workspace} (SqlOnDemand), approved there`
        : `the private endpoints of ${factory} to ${lake} (dfs, blob), approved there`,
    ],
    [
      /AuthorizationPermissionMismatch|Forbidden|\b403\b|not authorized to perform/i,
      `the role Storage Blob Data Contributor of ${identity} on ${where} of ${lake}`,
    ],
    [/AADSTS|credential|managed identity/i, `the credential of ${identity} in ${factory}`],
  ];
  return causes.find(([says]) => says.test(message))?.[1];
}

function numberIn(output: unknown, name: string): number | undefined {
  const found = (output as Record<string, unknown> | undefined)?.[name];
  return typeof found === 'number' ? found : undefined;
}

function rowsIn(output: unknown): readonly Readonly<Record<string, unknown>>[] {
  const { value } = (output ?? {}) as { value?: unknown };
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').slice(0, 300);
}
