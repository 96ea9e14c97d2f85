import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { company } from '../../docs/prove-it/company';
import { companyIssues } from '../../validation';
import { companyStacks } from '../support/company-stacks';
import { synthAll } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = resolve(__dirname, '../..');
const FOLDER = join(ROOT, 'docs/prove-it');
const UNPROVEN = readFileSync(join(ROOT, 'docs/unproven.md'), 'utf8');
const README = readFileSync(join(FOLDER, 'README.md'), 'utf8');
const ID = /U-[A-Z]+-\d+/g;

const scripts = readdirSync(FOLDER).filter((file) => file.endsWith('.sh'));
const experiments = scripts.filter((file) => file !== 'common.sh');
const text = (script: string): string => readFileSync(join(FOLDER, script), 'utf8');
const claimed = (script: string): string[] => {
  const claims = /^claims ((?:.*\\\n)*.*)$/m.exec(text(script))?.[1] ?? '';
  return claims.match(ID) ?? [];
};

/** What fails in the middle of an experiment, where it runs no pipeline. */
const BREAKS: Readonly<Record<string, string>> = {
  'alerts.sh': 'keyvault create',
  'streams.sh': 'eventhubs namespace create',
  'terraform.sh': 'user.name',
};

/** A row of the list: its id, and the other cells. */
const rows = [...UNPROVEN.matchAll(/^\| *`(U-[A-Z]+-\d+)` *\|(.*)\|$/gm)].map(([, id = '', cells = '']) => ({
  id,
  cells: cells.split(' | ').map((cell) => cell.trim()),
}));

describe('the list of what is unproven', () => {
  it('has every id once', () => {
    const ids = rows.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.length).toBeGreaterThan(60);
    // No id outside the first column that has no row, and no row that the pattern above does not read.
    expect([...new Set(UNPROVEN.match(ID))].sort()).toEqual([...ids].sort());
  });

  it('says of each what is believed, why, what depends on it, how to prove it, and what to change', () => {
    const incomplete = rows.filter(({ cells }) => cells.length !== 5 || cells.some((cell) => cell === ''));
    expect(incomplete).toEqual([]);
  });

  it('names files that are there', () => {
    const files = rows.flatMap(({ id, cells }) =>
      [...cells.join(' ').matchAll(/`([a-z-]+\/[\w/.-]+\.ts)`/g)].map(([, file = '']) => ({ id, file })),
    );
    expect(files.length).toBeGreaterThan(40);
    expect(files.filter(({ file }) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('links to exactly the experiments that decide it', () => {
    const linked = rows
      .flatMap(({ id, cells }) =>
        [...cells[3]!.matchAll(/\(prove-it\/([\w-]+\.sh)\)/g)].map(([, script = '']) => `${script} ${id}`),
      )
      .sort();
    const decided = experiments.flatMap((script) => claimed(script).map((id) => `${script} ${id}`)).sort();
    expect(linked).toEqual(decided);
  });
});

describe.each(experiments)('%s', (script) => {
  const folder = temporaryFolder();

  /** Runs it where Azure answers whatever it is asked, without waiting, and nothing leaves the machine. */
  function run(failAt?: string): { output: string; status: number | null; calls: string[][] } {
    const calls = folder.at('calls');
    copyFileSync(join(ROOT, '__tests__/support/azure-cli.sh'), folder.at('az'));
    const stubs = { sleep: ':', sqlcmd: 'echo 1', curl: 'cat >/dev/null', npx: ':', terraform: ':' };
    for (const [name, body] of Object.entries(stubs)) writeFileSync(folder.at(name), `#!/bin/sh\n${body}\n`);
    for (const name of ['az', ...Object.keys(stubs)]) chmodSync(folder.at(name), 0o755);
    writeFileSync(calls, '');
    const { stdout, stderr, status } = spawnSync('bash', [join(FOLDER, script), 'test1'], {
      encoding: 'utf8',
      env: {
        PATH: `${folder.path}:${process.env['PATH']}`,
        HOME: folder.path,
        TMPDIR: folder.path,
        MY_IP: '203.0.113.7',
        AZURE_CALLS: calls,
        FAIL_AT: failAt,
      },
    });
    const asked = readFileSync(calls, 'utf8').split('--- end\n').slice(0, -1);
    return { output: stdout + stderr, status, calls: asked.map((call) => call.trimEnd().split('\n')) };
  }
  const deleted = (calls: readonly string[][]): boolean =>
    calls.some((call) => call.join(' ').startsWith('group delete --name rg-prove-'));

  it('is bash', () => {
    expect(spawnSync('bash', ['-n', join(FOLDER, script)], { encoding: 'utf8' }).stderr).toBe('');
    expect(text(script)).toMatch(/^#!\/usr\/bin\/env bash\n/);
    expect(text(script)).toContain('\nset -euo pipefail\n');
  });

  it('sets its trap before it makes anything, and judges what it claims', () => {
    const body = text(script);
    expect(body.indexOf('trap finish EXIT')).toBeGreaterThan(0);
    expect(body.indexOf('trap finish EXIT')).toBeLessThan(body.indexOf('\nbegin '));
    const judged = [...body.matchAll(/\bjudge (U-[A-Z]+-\d+) /g)].map(([, id]) => id);
    expect([...judged].sort()).toEqual(claimed(script).sort());
  });

  it('stands in the table of costs', () => expect(README).toContain(`[\`${script}\`](${script})`));

  it('holds no secret, and asks for none', () => {
    expect(text(script)).not.toMatch(
      /password|--account-key|connection-string|keys list|sas_?token|client.?secret/i,
    );
  });

  it('decides everything, sends JSON, tags its group and deletes it', () => {
    const { output, calls } = run();
    const verdicts = [...output.matchAll(/^(?:PROVED|REFUTED) +(U-[A-Z]+-\d+) /gm)].map(([, id]) => id);
    expect([...verdicts].sort()).toEqual(claimed(script).sort());
    expect(output).not.toMatch(/unbound variable|command not found|syntax error|integer expression/);
    const bodies = calls.flatMap((call) =>
      call.includes('--body') ? [call[call.indexOf('--body') + 1]!] : [],
    );
    for (const body of bodies) expect(() => JSON.parse(body) as unknown).not.toThrow();
    const [created] = calls.filter(([first, second]) => first === 'group' && second === 'create');
    expect(created?.join(' ')).toMatch(/--tags purpose=prove-it expires=\d{4}-\d{2}-\d{2}/);
    expect(deleted(calls)).toBe(true);
  });

  it('deletes its group and says what stays open when a command fails', () => {
    const { output, status, calls } = run(BREAKS[script] ?? 'createRun');
    expect(status).not.toBe(0);
    expect(output).toMatch(/^OPEN +U-/m);
    expect(deleted(calls)).toBe(true);
  });

  it('touches no group that is there already', () => {
    writeFileSync(folder.at('calls.made'), 'all groups\n');
    const { status, calls } = run();
    expect(status).toBe(2);
    expect(calls.filter(([first, second]) => first === 'group' && second !== 'exists')).toEqual([]);
  });
});

it('deploys a company without mistakes, stopped and destroyable', () => {
  expect(companyIssues(company)).toEqual([]);
  const environment = company.environments[0]!;
  const [shared, sales] = synthAll(companyStacks(company, environment));
  expect(environment.destroyable?.reason).toMatch(/\w+ \w+/);
  const types = [...Object.keys(shared?.resource ?? {}), ...Object.keys(sales?.resource ?? {})];
  expect(types).toEqual(
    expect.arrayContaining([
      'azurerm_synapse_workspace',
      'azurerm_stream_analytics_job',
      'azurerm_data_factory_data_flow',
      'azurerm_data_factory_trigger_tumbling_window',
    ]),
  );
  expect(types).not.toContain('azurerm_stream_analytics_job_schedule');
  const triggers = Object.values(sales?.resource?.['azurerm_data_factory_trigger_tumbling_window'] ?? {});
  expect(triggers.map(({ activated }) => activated)).not.toContain(true);
  expect(JSON.stringify(sales)).toContain('logLocationSettings');
});
