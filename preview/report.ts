import { type EpochLooksLike } from './epoch-units';
import { type OtherFile } from './other-files';
import { type SkippedBecause, type SkippedFile } from './source-files';
import { type DriftedColumn, type QuarantinedFile } from './sources';

/** What became of the rows of one table in one run. */
export interface TableReport {
  /** The owner of the table. */
  readonly department: string;
  /** Bronze counts the rows loaded; silver and gold, those that a flow computed. */
  readonly zone: 'bronze' | 'silver' | 'gold';
  /** Name of the table; in bronze, of the source. */
  readonly table: string;
  /**
   * Rows delivered, or rows of what the flow begins with and rows that unions add to them; of a department's own SQL, rows
   * of all inputs; of rows that are unnested, their elements.
   */
  readonly read: number;
  /** Rows of the table after the run. */
  readonly written: number;
  /** Older versions and repetitions that a newer row replaced. */
  readonly deduplicated: number;
  /** How many versions there are among the deduplicated whose values are others than those of the row that was kept; the rest repeats rows. */
  readonly differing: number;
  /** Rows that the flow leaves out on purpose: filtered, or without a match in an inner join. */
  readonly filtered: number;
  /** Rows that became part of a group; of a department's own SQL, the rows read less those written. */
  readonly aggregated: number;
  /** Rows sent to quarantine, by the first rule they broke. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Snapshots that are not used: too small, or with a file that fails its window. @default none */
  readonly refusedSnapshots?: readonly RefusedSnapshot[];
  /**
   * Rules among them for which the copy in Azure fails the window of the file, instead of leaving rows out; and of nullable columns that
   * files of CSV lack. @default none
   */
  readonly failsWindow?: readonly string[];
  /** Of sources: columns of numbers since 1970 that look like those of another unit than their contract says. @default none */
  readonly epochs?: readonly EpochLooksLike[];
  /**
   * Sum of the hashes of its rows, in hexadecimal digits: the same for the same rows in any order. Over the columns that
   * readers see. Comparable between runs of one release of this package.
   */
  readonly checksum: string;
  /** Whether a fallback computed it in place of a model. @default false */
  readonly fallback?: true;
}

/** A snapshot that is not used. */
export interface RefusedSnapshot {
  /** The start of its window, as `YYYY-MM-DD HH:MM:SS`. */
  readonly window: string;
  /** Why: `snapshot:too-small` or `snapshot:broken-file`. */
  readonly rule: string;
  /** Its keys. */
  readonly rows: number;
  /** The keys of the snapshot that it is compared with; null where it would have been the first. */
  readonly rowsBefore: number | null;
}

/** What an alert rule would have raised in one run. */
export interface AlertReport {
  /** The owner of the rule. */
  readonly department: string;
  /** Name of the rule. */
  readonly alert: string;
  /** What kind of rule it is. */
  readonly kind: 'event' | 'velocity' | 'sessions' | 'anomaly' | 'reference';
  /** Name of the source that it watches. */
  readonly source: string;
  /** How often it would have fired; null for anomalies, whose model runs in Stream Analytics only. */
  readonly raised: number | null;
}

/** The whole run, as `run.json` holds it. */
export interface RunReport {
  /** The company's display name. */
  readonly company: string;
  /** What `_run_id` holds in every bronze row; the same in every preview. */
  readonly runId: string;
  /** Where the rows came from: generated, or delivered in files. */
  readonly input:
    | { readonly kind: 'sample'; readonly seed: number }
    | {
        readonly kind: 'files';
        readonly files: Readonly<Record<string, readonly string[]>>;
        /** Files that are read here and that a copy in Azure does not take, by their names or format. @default none */
        readonly otherFiles?: readonly OtherFile[];
        /** What the data folder holds besides, and why it is not read. */
        readonly skippedFiles: readonly SkippedFile[];
        /** By file; of JSON, 1,000 names at most. What ends with an equals sign is in the name of a folder. */
        readonly ignoredColumns: Readonly<Record<string, readonly string[]>>;
        /** By source: columns that its contract does not know or ignore, and nullable ones that files lack. */
        readonly driftedColumns: Readonly<Record<string, readonly DriftedColumn[]>>;
        readonly quarantinedFiles: readonly QuarantinedFile[];
      };
  /** Bronze first, in order of declaration; then each table after those it reads. */
  readonly tables: readonly TableReport[];
  /** Alert rules, in order of declaration. */
  readonly alerts: readonly AlertReport[];
}

/** Most rules that are printed. */
const MOST_RULES = 20;

/** Most files that are printed which are not read. */
const MOST_SKIPPED = 20;

const BECAUSE: Readonly<Record<SkippedBecause, string>> = {
  hidden: 'its name begins with a dot or an underscore',
  'no-source': 'it is the folder of no source',
  link: 'it is a link to a folder, and links are not followed',
  'no-file': 'it is neither a file nor a folder',
  empty: 'there is nothing in it',
};

/** Sum of a record's numbers. */
export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Writes a report as a table for people. */
export function formatReport({ tables, alerts, input }: RunReport): string {
  const header = [
    'zone',
    'department',
    'table',
    'read',
    'written',
    'deduplicated',
    'filtered',
    'quarantined',
  ];
  const rows = tables.map((table) => [
    table.zone,
    table.department,
    table.table,
    ...[table.read, table.written, table.deduplicated, table.filtered, total(table.quarantined)].map(
      (count) => count.toLocaleString('en'),
    ),
  ]);
  const broken = tables.flatMap(({ table, quarantined }) =>
    Object.entries(quarantined).map(([rule, count]) => ({ table, rule, count })),
  );
  // Most rows first; a sort keeps the order of what is equal.
  broken.sort((a, b) => b.count - a.count);
  const parts = [grid([header, ...rows], 3)];
  if (broken.length > 0) {
    const shown = broken
      .slice(0, MOST_RULES)
      .map(({ table, rule, count }) => [table, rule, count.toLocaleString('en')]);
    parts.push('', 'Quarantined, by the first rule broken:', grid([['table', 'rule', 'rows'], ...shown], 2));
    const others = broken.length - shown.length;
    if (others > 0) parts.push(`and ${others} ${others === 1 ? 'rule' : 'rules'} more, in run.json`);
    if (input.kind === 'files' && broken.some(({ rule }) => rule.startsWith('type:')))
      parts.push(
        'A source that writes values in a form of its own says so in its contract; "lakehouse sniff" on its files proposes how.',
      );
  }
  const differing = tables.filter((table) => table.differing > 0);
  if (differing.length > 0) {
    const counts = differing.map((table) => [
      table.table,
      table.deduplicated.toLocaleString('en'),
      table.differing.toLocaleString('en'),
    ]);
    parts.push(
      '',
      'Deduplicated rows with other values than the row that was kept (the newest, then that of the later file):',
      grid([['table', 'deduplicated', 'differing'], ...counts], 1),
    );
  }
  const refused = tables.flatMap(({ table, refusedSnapshots = [] }) =>
    refusedSnapshots.map(({ window, rule, rows: size, rowsBefore }) => [
      table,
      window,
      rule,
      size.toLocaleString('en'),
      rowsBefore?.toLocaleString('en') ?? 'none',
    ]),
  );
  if (refused.length > 0) {
    parts.push(
      '',
      'Snapshots that are not used; in Azure their window fails (leastPercent of the contract):',
      grid([['table', 'window', 'rule', 'rows', 'before'], ...refused], 3),
    );
  }
  const failing = tables.flatMap(({ table, failsWindow = [] }) => failsWindow.map((rule) => [table, rule]));
  if (failing.length > 0) {
    parts.push(
      '',
      'In Azure these fail the window of their file, which runs again when it is mended:',
      grid([['source', 'rule'], ...failing], 2),
    );
  }
  parts.push(...formatEpochs(tables));
  if (alerts.length > 0) {
    const raisedRows = alerts.map(({ alert, kind, source, raised }) => [
      alert,
      kind,
      source,
      raised === null ? 'not previewed' : raised.toLocaleString('en'),
    ]);
    parts.push(
      '',
      'Alerts raised in real time:',
      grid([['rule', 'kind', 'source', 'times'], ...raisedRows], 3),
    );
  }
  const fallbacks = tables.filter(({ fallback }) => fallback);
  if (fallbacks.length > 0)
    parts.push('', ...fallbacks.map(({ table }) => `${table}: computed by the fallback, not by the model.`));
  return [...parts, ...(input.kind === 'files' ? formatFiles(input) : [])].join('\n');
}

function formatEpochs(tables: readonly TableReport[]): string[] {
  const found = tables.flatMap(({ table, epochs = [] }) =>
    epochs.map(({ column, declared, looksLike }) => [table, column, declared, looksLike]),
  );
  if (found.length === 0) return [];
  return [
    '',
    'Every number of these is a timestamp of 1990 to 2099 in another unit than the contract says, by .epoch():',
    grid([['source', 'column', 'contract', 'looks like'], ...found], 4),
  ];
}

function formatFiles(input: Extract<RunReport['input'], { kind: 'files' }>): string[] {
  return [
    ...formatQuarantined(input),
    ...formatOthers(input.otherFiles),
    ...formatSkipped(input.skippedFiles),
    ...formatFolders(input.ignoredColumns),
    ...formatDrift(input),
  ];
}

/** Most columns that are printed. */
const MOST_COLUMNS = 30;

function formatDrift({ files, driftedColumns }: Extract<RunReport['input'], { kind: 'files' }>): string[] {
  const all = Object.entries(driftedColumns).flatMap(([source, columns]) =>
    columns.map(({ column, drift, files: count, first, resembles }) => {
      const isUnknown = drift === 'unknown';
      const hint = resembles === undefined ? '' : `; is it "${resembles}", which they lack?`;
      const what = isUnknown ? `not in the contract${hint}` : 'nullable, and not there';
      return [source, column, what, `${count} of ${files[source]?.length ?? count}`, first];
    }),
  );
  if (all.length === 0) return [];
  const others = all.length - MOST_COLUMNS;
  return [
    '',
    'Columns that came or went: add them to the contract, give their name by physicalName(), or name them in ignoredColumns:',
    grid([['source', 'column', 'what', 'files', 'first'], ...all.slice(0, MOST_COLUMNS)], 5),
    ...(others > 0 ? [`and ${others} more, in run.json`] : []),
  ];
}

function formatFolders(ignored: Readonly<Record<string, readonly string[]>>): string[] {
  const found = Object.entries(ignored).flatMap(([file, columns]) =>
    columns
      .filter((column) => column.endsWith('='))
      .map((folder) => `${file.split('/', 1).join('')}/${folder}`),
  );
  const names = [...new Set(found)].sort();
  return names.length === 0
    ? []
    : [
        '',
        `Folders whose values no column takes, by .fromFolder(): ${names.map((name) => `${name}…`).join(', ')}`,
      ];
}

function formatOthers(others: readonly OtherFile[] = []): string[] {
  if (others.length === 0) return [];
  const rest = others.length - MOST_SKIPPED;
  const rows = others.slice(0, MOST_SKIPPED).map(({ path, taken }) => [path, taken]);
  return [
    '',
    'Read here and not in Azure, where a copy takes others: name them so, or declare what they are:',
    grid([['file', 'the copy takes'], ...rows], 2),
    ...(rest > 0 ? [`and ${rest} more, in run.json`] : []),
  ];
}

function formatSkipped(skipped: readonly SkippedFile[]): string[] {
  if (skipped.length === 0) return [];
  const rows = skipped.slice(0, MOST_SKIPPED).map(({ path, because }) => [path, BECAUSE[because]]);
  const others = skipped.length - rows.length;
  return [
    '',
    'Not read:',
    grid([['file', 'because'], ...rows], 2),
    ...(others > 0 ? [`and ${others} more, in run.json`] : []),
  ];
}

function formatQuarantined({
  files,
  quarantinedFiles,
}: Extract<RunReport['input'], { kind: 'files' }>): string[] {
  if (quarantinedFiles.length === 0) return [];
  const rows = quarantinedFiles.map(({ source, file, rule, reason, bytes, rows: count }) => [
    `${source}/${file}`,
    rule,
    reason,
    bytes.toLocaleString('en'),
    count?.toLocaleString('en') ?? 'unknown',
  ]);
  const lost = Object.entries(files).flatMap(([source, names]) => {
    const unused = quarantinedFiles.filter((file) => file.source === source).length;
    return names.length > 0 && unused === names.length
      ? [`Nothing of "${source}" could be used: every file of it (${unused}) is in quarantine.`]
      : [];
  });
  return [
    '',
    'Files in quarantine:',
    grid([['file', 'rule', 'reason', 'bytes', 'rows'], ...rows], 3),
    ...(lost.length > 0 ? ['', ...lost] : []),
  ];
}

/** Aligns cells: text to the left, the columns from `numbersFrom` on to the right. */
export function grid(rows: readonly (readonly string[])[], numbersFrom: number): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column >= numbersFrom ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const [header = [], ...body] = rows;
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}
