import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Environment } from '../../model';
import { synthesizeCompany } from '../../stacks';
import { companyStacks } from '../support/company-stacks';
import { addressOf, planOf } from '../support/plans';
import { programEnvironment } from '../support/program-environment';
import { dev, prod, smallCompany } from '../support/small-company';
import { type Terraform } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = resolve(__dirname, '../..');
const folder = temporaryFolder('all tests');

function lakehouse(...options: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((done, fail) => {
    const program = spawn(process.execPath, ['-r', 'ts-node/register', 'cli/main.ts', ...options], {
      cwd: ROOT,
      env: { ...programEnvironment(folder.path), TS_NODE_TRANSPILE_ONLY: '1' },
    });
    const printed = { stdout: '', stderr: '' };
    program.stdout.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()));
    program.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()));
    program.on('error', fail);
    program.on('close', (code) => done({ code, ...printed }));
  });
}

function synthesize(outdir: string, environment: Environment): void {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const company = smallCompany({ environments: [dev, environment] });
  synthesizeCompany(company, (app, one) => void companyStacks(company, one, app), {
    outdir: folder.at(outdir),
  });
}

const terraform = (outdir: string, stack: string): Terraform =>
  JSON.parse(readFileSync(folder.at(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as Terraform;

function plan(name: string, stack: string, content: unknown): string {
  mkdirSync(folder.at(name), { recursive: true });
  writeFileSync(folder.at(name, `${stack}.json`), JSON.stringify(content));
  return folder.at(name);
}

test('lakehouse guard stops what nobody allowed, lets through what somebody did, and takes no plan of something else', async () => {
  synthesize('before', prod);
  const before = terraform('before', 'platform-prod');
  const lake = addressOf(before, 'azurerm_storage_account');
  const address = `platform-prod/${lake}`;
  synthesize('allowing', {
    ...prod,
    allowedChanges: [{ address, change: 'destroy data', reason: 'the new region has all of it' }],
  });
  const anew = plan('anew', 'platform-prod', planOf(before, { [lake]: { actions: ['delete', 'create'] } }));
  const comment = folder.at('comment.md');
  mkdirSync(folder.at('nothing'));
  plan('a', 'platform-dev', { ...planOf(terraform('before', 'platform-dev')), format_version: '2.0' });

  const [
    stopped,
    allowed,
    programs,
    unsynthesized,
    otherStack,
    otherResources,
    otherCompany,
    noPlan,
    noWord,
  ] = await Promise.all([
    lakehouse(
      'guard',
      anew,
      '--out',
      folder.at('before'),
      '--base',
      folder.at('before'),
      '--comment',
      comment,
    ),
    lakehouse('guard', join(anew, 'platform-prod.json'), '--out', folder.at('allowing')),
    lakehouse('guard', anew, '--out', folder.at('before'), '--json'),
    lakehouse('guard', anew, '--out', folder.at('nowhere')),
    lakehouse('guard', plan('a', 'plan', planOf(before)), '--out', folder.at('before')),
    lakehouse(
      'guard',
      plan('b', 'platform-prod', planOf(terraform('before', 'platform-dev'))),
      '--out',
      folder.at('before'),
    ),
    lakehouse(
      'guard',
      plan('c', 'platform-prod', planOf(before, { [lake]: { before: { tags: { company: 'other' } } } })),
      '--out',
      folder.at('before'),
    ),
    lakehouse('guard', folder.at('nothing'), '--out', folder.at('before')),
    lakehouse('guard', '--out', folder.at('before')),
  ]);

  expect(stopped.code).toBe(1);
  expect(stopped.stdout).toMatch(/^prod: 1 change stops it\n {2}platform-prod: 1 made anew\n {2}stop /);
  expect(stopped.stderr).toContain(`LH9313 platform-prod: "${lake}" is destroyed and made anew`);
  const written = readFileSync(comment, 'utf8');
  expect(written).toContain(`| is destroyed and made anew | destroy data | \`${address}\` |`);
  expect(written).toMatch(/\*\*Cost\*\* [\d,.]+ USD a month likely, [\d,.]+ USD before/);
  expect(written).toContain('**Access** as before');

  expect(allowed).toMatchObject({ code: 0, stderr: '' });
  expect(allowed.stdout).toContain('because the new region has all of it');

  expect(programs.code).toBe(1);
  expect(JSON.parse(programs.stdout)).toMatchObject([{ environment: 'prod', stopped: [{ address: lake }] }]);

  expect(unsynthesized.stderr).toMatch(/LH9312 guard: "out" is .*which has nothing to hold a plan against/);
  expect(otherStack.stderr).toMatch(
    /LH9312 plan: "plan" is named "plan", and no such stack was synthesized; allowed: .*platform-prod/,
  );
  // In the same folder.
  expect(otherStack.stderr).toMatch(
    /^guard: 2 errors\n[^]+LH9311 \S+platform-dev.json: "plan" has the format 2.0/,
  );
  expect(otherResources.stderr).toMatch(
    /LH9312 platform-prod: "plan" is of other resources than were synthesized: azurerm_/,
  );
  expect(otherCompany.stderr).toMatch(
    /LH9312 platform-prod: "plan" is of resources of another company: other/,
  );
  expect(noPlan.stderr).toMatch(/LH9311 .*: "plan" is missing/);
  expect(noWord.stderr).toMatch(/LH9311 guard: "plan" is missing/);
  for (const { code, stdout } of [unsynthesized, otherStack, otherResources, otherCompany, noPlan, noWord])
    expect([code, stdout]).toEqual([1, '']);
});
