/**
 * Synthesizes the reference company, and that of the simulator, on both engines and compares what they wrote, value by value. Fails
 * at a difference that docs/engines.md does not list.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** Differences that are meant, as docs/engines.md lists them. */
const KNOWN: readonly RegExp[] = [
  /^stacks\/[a-z0-9-]+\/cdk\.tf\.json \/\/\.metadata\.version$/,
  /^stacks\/[a-z0-9-]+\/cdk\.tf\.json terraform\.required_providers\.azurerm\.version$/,
  /^manifest\.json version$/,
  /^simulated\.json \d+\.\d+\.terraform\.required_providers\.azurerm\.version$/,
];

/** What the simulator plays, whose suites run on one engine. */
const SIMULATED = `
  const { simulatedCompany, terraformOf } = require('./__tests__/support/simulated-company');
  console.log(JSON.stringify([false, true].map((later) => terraformOf(simulatedCompany(later)))));`;

function synthesize(outdir: string, ...options: readonly string[]): void {
  const ran = (...program: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...options, '--require', 'ts-node/register', ...program],
      {
        cwd: root,
        env: { ...process.env, ENVIRONMENT: 'all', CDKTF_OUTDIR: outdir },
        encoding: 'utf8',
        maxBuffer: 2 ** 30,
      },
    );
    if (status !== 0) throw new Error(`a company does not synthesize: ${stderr}`);
    return stdout;
  };
  ran('main.ts');
  writeFileSync(join(outdir, 'simulated.json'), ran('--eval', SIMULATED));
}

/** What is written, by its path; of our own record of checksums, nothing. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile() && entry.name !== 'written.json')
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Paths of values that are not the same. */
function differences(one: unknown, other: unknown, path: string): string[] {
  if (!isObject(one) || !isObject(other)) return Object.is(one, other) ? [] : [path];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) =>
    differences(one[name], other[name], path === '' ? name : `${path}.${name}`),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function differencesOf(name: string, archived: string, successor: string): string[] {
  const [one, other] = [join(archived, name), join(successor, name)].map((path) =>
    existsSync(path) ? readFileSync(path, 'utf8') : undefined,
  );
  if (one === undefined || other === undefined) return [`${name} is written by one engine only`];
  if (!name.endsWith('.json')) return one === other ? [] : [name];
  return differences(JSON.parse(one), JSON.parse(other), '').map((path) => `${name} ${path}`);
}

const work = mkdtempSync(join(tmpdir(), 'lakehouse-engines-'));
try {
  const [archived, successor] = [join(work, 'archived'), join(work, 'successor')];
  synthesize(archived);
  synthesize(successor, '--require', './tooling/package/on-successor.js');
  const names = [...new Set([...filesOf(archived), ...filesOf(successor)])];
  const found = names.flatMap((name) => differencesOf(name, archived, successor));
  const unknown = found.filter((difference) => !KNOWN.some((known) => known.test(difference)));
  console.log(
    `${names.length} files of both engines, ${found.length} values differ, ${unknown.length} of them not listed`,
  );
  if (unknown.length > 0) {
    console.error(unknown.slice(0, 50).join('\n'));
    process.exitCode = 1;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
