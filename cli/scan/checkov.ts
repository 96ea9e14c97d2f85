import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { LakehouseError } from '../../model';
import { readableCopies, type ScannedStacks } from './stacks';
import type * as Suppressions from './suppressions';

const load = createRequire(__filename);

const finding = z.object({
  check_id: z.string(),
  check_name: z.string().nullish(),
  resource: z.string(),
  file_path: z.string(),
});
const report = z.object({
  summary: z
    .object({
      passed: z.number().default(0),
      failed: z.number().default(0),
      parsing_errors: z.number().default(0),
    })
    .optional(),
  results: z.object({ failed_checks: z.array(finding).default([]) }).optional(),
});

/** A policy that is broken, and where. */
export interface BrokenPolicy {
  /** Its id. */
  readonly policy: string;
  /** What it asks for. */
  readonly asks: string;
  /** `<stack>/<address>` of what breaks it, sorted. */
  readonly by: readonly string[];
}

/** What a scan of some stacks found. */
export interface ScanResult {
  /** The environment, or `bootstrap`. */
  readonly name: string;
  /** How many checks passed. */
  readonly passed: number;
  /** How many failed. */
  readonly failed: number;
  /** Files that were not read. */
  readonly unread: number;
  /** How many policies are not held by a type that has a reason for it. */
  readonly suppressed: number;
  /** The reasons for it that something here needs, and those that nothing does, as `<policy> <type>`. */
  readonly reasons: { readonly used: readonly string[]; readonly unused: readonly string[] };
  /** The policies that are broken. */
  readonly broken: readonly BrokenPolicy[];
}

/**
 * Scans stacks with Checkov.
 *
 * @param outdir where they were synthesized to.
 * @param scanned which stacks, and which policies are held.
 * @param program Checkov's command.
 * @throws LakehouseError when it is not installed (LH7311), cannot be run, or checked nothing at all (LH9341).
 */
export async function scan(outdir: string, scanned: ScannedStacks, program: string): Promise<ScanResult> {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-scan-'));
  try {
    // They stand beside what makes the resources, which needs the engine: whoever asks for help may not have it.
    const { suppressedIn } = load('./suppressions') as typeof Suppressions;
    const suppressed = suppressedIn(scanned.kind).map(({ policy, type }) => `${policy} ${type}`);
    const files = readableCopies(outdir, scanned.stacks, folder);
    const { status, stdout, stderr, error } = await ended(program, [
      ...[
        '--framework',
        'terraform_json',
        '--skip-download',
        '--quiet',
        '--compact',
        '--soft-fail',
        '--output',
        'json',
      ],
      ...['--file', ...files],
    ]);
    if (error?.code === 'ENOENT') throw notInstalled(program);
    if (error !== undefined || status !== 0)
      throw unusable(
        program,
        error?.message ?? `ended with ${String(status)}: ${stderr.trim().split('\n').at(-1) ?? ''}`,
      );
    return resultOf(scanned.name, suppressed, { reports: reportsIn(program, stdout), files });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly error?: NodeJS.ErrnoException;
}

/** Runs a program to its end, and leaves the process time meanwhile. */
function ended(program: string, options: readonly string[]): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', (error) => done({ status: null, stdout, stderr, error }));
    child.once('close', (status) => done({ status, stdout, stderr }));
  });
}

function reportsIn(program: string, text: string): z.infer<typeof report>[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return [parsed].flat().map((one) => report.parse(one));
  } catch {
    throw unusable(program, 'gave no report that can be read');
  }
}

/** A policy is skipped by type, which Checkov itself cannot: another type that breaks the same one has no reason for it. */
function resultOf(
  name: string,
  suppressed: readonly string[],
  {
    reports,
    files,
  }: { readonly reports: readonly z.infer<typeof report>[]; readonly files: readonly string[] },
): ScanResult {
  const sum = (count: (one: NonNullable<z.infer<typeof report>['summary']>) => number): number =>
    reports.reduce((all, { summary }) => all + (summary ? count(summary) : 0), 0);
  const known = addressesIn(files);
  const failures = reports.flatMap(({ results }) =>
    (results?.failed_checks ?? []).map((one) => {
      const stack = basename(dirname(one.file_path));
      // Of most checks Checkov names the resource without its type: `resource.Lake_1A2B3C4D`.
      const whole = /azurerm_\w+\.[\w-]+/.exec(one.resource)?.[0];
      const address = whole ?? known.get(`${stack}/${one.resource.split('.').at(-1) ?? ''}`) ?? one.resource;
      return { check_id: one.check_id, check_name: one.check_name, stack, address };
    }),
  );
  const reasonOf = ({ check_id: policy, address }: (typeof failures)[number]): string =>
    `${policy} ${address.split('.')[0] ?? ''}`;
  const broken = failures.filter((one) => !suppressed.includes(reasonOf(one)));
  const needed = new Set(failures.map(reasonOf));
  const reasons = {
    used: suppressed.filter((reason) => needed.has(reason)),
    unused: suppressed.filter((reason) => !needed.has(reason)),
  };
  const policies = [...new Set(broken.map(({ check_id: id }) => id))].sort();
  return {
    name,
    passed: sum(({ passed }) => passed),
    failed: broken.length,
    unread: sum(({ parsing_errors: errors }) => errors),
    suppressed: reasons.used.length,
    reasons,
    broken: policies.map((policy) => {
      const by = broken.filter(({ check_id: id }) => id === policy);
      return {
        policy,
        asks: by[0]?.check_name ?? '',
        by: by.map(({ stack, address }) => `${stack}/${address}`).sort(),
      };
    }),
  };
}

/** The addresses of resources, by stack and name: the engine gives no two in one stack the same. */
function addressesIn(files: readonly string[]): ReadonlyMap<string, string> {
  const addresses = files.flatMap((file) => {
    const { resource = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
    return Object.entries(resource).flatMap(([type, blocks]) =>
      Object.keys(blocks).map((name) => [`${basename(dirname(file))}/${name}`, `${type}.${name}`] as const),
    );
  });
  return new Map(addresses);
}

function notInstalled(program: string): LakehouseError {
  return new LakehouseError('scan', [
    {
      code: 'LH7311',
      at: 'scan',
      prop: 'checkov',
      got: `is "${program}", which is not installed`,
      allowed: 'the command of Checkov 3',
      change: 'install it: pipx install checkov',
    },
  ]);
}

function unusable(program: string, why: string): LakehouseError {
  return new LakehouseError('scan', [
    {
      code: 'LH9341',
      at: 'scan',
      prop: 'checkov',
      got: `is "${program}", which cannot be used: ${why}`,
      allowed: 'the command of Checkov 3',
      change: 'install it: pipx install checkov',
    },
  ]);
}
