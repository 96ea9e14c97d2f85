import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { EXIT } from '../../cli/exit-codes';
import { exitCode } from '../../cli/failure';
import { scanCommand } from '../../cli/scan-command';
import type { ScanResult } from '../../cli/scan/checkov';
import { SUPPRESSIONS, suppressedIn } from '../../cli/scan/suppressions';
import { writtenReference } from '../support/bills';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();
let printed = '';
beforeEach(() => {
  printed = '';
  jest.spyOn(console, 'log').mockImplementation((text: string) => void (printed += `${text}\n`));
});

function write(name: string, content: string): void {
  mkdirSync(dirname(folder.at(name)), { recursive: true });
  writeFileSync(folder.at(name), content);
}

/** What a synthesis wrote of two environments, as far as a scan looks at it. */
function synthesized(): void {
  for (const [environment, isPrivate] of [
    ['dev', false],
    ['prod', true],
  ] as const) {
    const stack = `platform-${environment}`;
    write(
      `out/guard/${environment}.json`,
      JSON.stringify({ environment, isPrivate, grants: { [stack]: {} } }),
    );
    write(
      `out/stacks/${stack}/cdk.tf.json`,
      JSON.stringify({
        terraform: { required_version: '>= 1.5', backend: {} },
        resource: { azurerm_key_vault: { Vault: {} }, azurerm_storage_account: { Own: {} } },
      }),
    );
  }
}

/** A program in the place of Checkov: writes down how it was called and what it was given, and says what is said here. */
function checkov(says: string, status = 0): string {
  write(
    'checkov',
    `#!/usr/bin/env bash
echo "$*" >>"${folder.at('calls')}"
while [ $# -gt 0 ]; do [ "$1" = --file ] && { shift; cat "$@" >>"${folder.at('given')}"; break; }; shift; done
cat <<'JSON'
${says}
JSON
exit ${status}
`,
  );
  chmodSync(folder.at('checkov'), 0o755);
  return folder.at('checkov');
}

const scan = (...options: string[]): Promise<unknown> =>
  scanCommand().parseAsync([...options, '--out', folder.at('out')], { from: 'user' });

const fine = JSON.stringify({
  summary: { passed: 12, failed: 0, parsing_errors: 0 },
  results: { failed_checks: [] },
});
const broken = JSON.stringify([
  {
    summary: { passed: 12, failed: 2, parsing_errors: 0 },
    results: {
      failed_checks: ['b', 'a'].map((name) => ({
        check_id: 'CKV_AZURE_3',
        check_name: 'Ensure TLS',
        resource: `azurerm_storage_account.${name}`,
        file_path: '/x/platform-prod/cdk.tf.json',
      })),
    },
  },
]);

/** A report in which these policies are broken, each by a resource. */
const breaks = (...found: readonly (readonly [policy: string, resource: string])[]): string =>
  JSON.stringify({
    summary: { passed: 3, failed: found.length, parsing_errors: 0 },
    results: {
      failed_checks: found.map(([policy, resource]) => ({
        check_id: policy,
        check_name: 'asked for',
        resource,
        file_path: '/x/platform-dev/cdk.tf.json',
      })),
    },
  });

test('a scan gives Checkov what it can read, and asks about every policy', async () => {
  synthesized();
  await scan('--checkov', checkov(fine));
  expect(readFileSync(folder.at('given'), 'utf8')).not.toContain('required_version');
  expect(readFileSync(folder.at('calls'), 'utf8')).not.toContain('--skip-check');
  expect(printed).toMatch(
    /^dev: 12 checks passed, 0 failed: 0 policies broken, 0 not held for a reason, 0 files not read\nprod: /,
  );
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('lakehouse-scan-'))).toEqual([]);
});

test('what is not held is let through for the type that has a reason, where its reason holds', async () => {
  synthesized();
  // As Checkov names a resource of most of its checks, and of those that look at several.
  const vault = 'resource.Vault';
  const program = checkov(breaks(['CKV_AZURE_109', vault], ['CKV_AZURE_33', 'azurerm_storage_account.Lake']));
  await scan('--environment', 'dev', '--checkov', program, '--json');
  const [{ failed, suppressed, reasons, broken: found }] = JSON.parse(printed) as [ScanResult];
  expect([failed, suppressed, found]).toEqual([0, 2, []]);
  expect(reasons.used).toEqual(['CKV_AZURE_33 azurerm_storage_account', 'CKV_AZURE_109 azurerm_key_vault']);
  expect(reasons.unused).toHaveLength(suppressedIn('public').length - 2);
  // A vault with a private address has no reason, and neither has another type.
  for (const [environment, other] of [
    ['prod', vault],
    ['dev', 'resource.Own'],
  ] as const)
    await expect(
      scan('--environment', environment, '--checkov', checkov(breaks(['CKV_AZURE_109', other]))),
    ).rejects.toThrow(/LH9342 \w+: "CKV_AZURE_109" is broken by platform-dev\//);
});

test('a broken policy fails, with all that breaks it', async () => {
  synthesized();
  const program = checkov(broken);
  await expect(scan('--environment', 'prod', '--checkov', program)).rejects.toThrow(
    /LH9342 prod: "CKV_AZURE_3" is broken by platform-prod\/azurerm_storage_account.a, platform-prod\/azurerm_storage_account.b; allowed: Ensure TLS/,
  );
  expect(printed).toContain('  CKV_AZURE_3: Ensure TLS\n    platform-prod/azurerm_storage_account.a\n');
});

test.each<[string, string, number, RegExp]>([
  ['checked nothing', JSON.stringify({ passed: 0, failed: 0 }), 0, /LH9341 dev: "checkov" checked nothing/],
  [
    'did not read a file',
    JSON.stringify({ summary: { passed: 3, parsing_errors: 1 } }),
    0,
    /LH9341 dev: "checkov" did not read 1 files/,
  ],
  ['says something else', 'Checkov 3', 0, /LH9341 scan: "checkov" is .*gave no report that can be read/],
  ['fails', '{}', 3, /LH9341 scan: "checkov" is .*ended with 3/],
])('a scanner that %s is not content', async (_what, says, status, message) => {
  synthesized();
  const program = checkov(says, status);
  await expect(scan('--environment', 'dev', '--checkov', program)).rejects.toThrow(message);
});

test('without a scanner, without stacks and for another environment it fails', async () => {
  await expect(scan()).rejects.toThrow(/LH9312 scan: "out" is .*, which has no stacks/);
  synthesized();
  await expect(scan('--checkov', folder.at('nowhere'))).rejects.toThrow(
    /LH7311 scan: "checkov" is .*nowhere", which is not installed/,
  );
  await expect(scan('--environment', 'test')).rejects.toThrow(
    /LH9312 scan: "environment" is "test", which was not synthesized; allowed: dev, prod/,
  );
});

test('each type that does not hold a policy is made, and says so beside what makes it', () => {
  const made = new Set(
    ['dev', 'prod'].flatMap((environment) =>
      writtenReference(environment).flatMap(({ terraform }) => Object.keys(terraform.resource ?? {})),
    ),
  );
  expect(SUPPRESSIONS.filter(({ type }) => !made.has(type))).toEqual([]);
});

test('what is not held has a reason, once', () => {
  const policies = SUPPRESSIONS.map(({ policy }) => policy);
  expect(new Set(policies).size).toBe(policies.length);
  for (const { policy, type, reason } of SUPPRESSIONS) {
    expect(policy).toMatch(/^CKV2?_AZURE_\d+$/);
    expect([type.startsWith('azurerm_'), reason.length > 7]).toEqual([true, true]);
  }
});

test('a scanner that is not there is missing on this machine, and no mistake', async () => {
  jest.spyOn(console, 'error').mockImplementation();
  synthesized();
  const error: unknown = await scan('--checkov', folder.at('nowhere')).catch((found: unknown) => found);
  expect(exitCode(error, { verbose: false })).toBe(EXIT.missing);
});
