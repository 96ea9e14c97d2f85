import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CI_SCRIPTS } from '../../cli/ci/scripts';
import { temporaryFolder } from '../support/temporary-folder';

describe('the scripts of pipelines', () => {
  const folder = temporaryFolder();

  /** A program in the place of terraform, npx or az: writes down how it was called, and does what a line of shell says. */
  function program(name: string, does: string): void {
    const path = folder.at('bin', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/usr/bin/env bash\necho "${name} $*" >>"$CALLS"\n${does}\n`);
    chmodSync(path, 0o755);
  }
  function run(
    script: string,
    ...options: string[]
  ): { code: number | null; calls: string[]; output: string } {
    const path = folder.at(script);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, CI_SCRIPTS[script]!);
    rmSync(folder.at('calls'), { force: true });
    const { status, stdout, stderr } = spawnSync('bash', [path, ...options], {
      cwd: folder.path,
      encoding: 'utf8',
      env: {
        PATH: `${folder.at('bin')}:${process.env.PATH ?? ''}`,
        CALLS: folder.at('calls'),
        GOLD_POLL_SECONDS: '0',
        APPROVE_POLL_SECONDS: '0',
      },
    });
    const calls = existsSync(folder.at('calls'))
      ? readFileSync(folder.at('calls'), 'utf8').trim().split('\n')
      : [];
    return { code: status, calls, output: stdout + stderr };
  }
  const verbs = (calls: readonly string[]): string[] =>
    calls.map((call) => call.replace('-chdir=cdktf.out/stacks/', '').split(' ').slice(0, 3).join(' '));

  test('plan: says with 2 that something differs, and stops where a plan fails', () => {
    program('terraform', 'case "$*" in *"/b plan"*) exit 2;; *show*) echo "{}";; esac');
    expect(run('ci/plan.sh', 'a', 'b')).toMatchObject({ code: 2 });
    expect(existsSync(folder.at('plans', 'b.json'))).toBe(true);
    program('terraform', 'case "$*" in *show*) echo "{}";; esac');
    expect(run('ci/plan.sh', 'a', 'b').code).toBe(0);
    program('terraform', 'case "$*" in *"/a plan"*) exit 1;; esac');
    const failed = run('ci/plan.sh', 'a', 'b');
    expect([failed.code, verbs(failed.calls)]).toEqual([1, ['terraform a init', 'terraform a plan']]);
  });

  test('deploy: applies what was planned, in order, and nothing that the guard stops', () => {
    program('terraform', 'case "$*" in *show*) echo "{}";; esac');
    program('npx', 'case "$*" in *plans/b.json*) exit 1;; esac');
    const { code, calls } = run('ci/deploy.sh', 'a', 'b', 'c');
    expect([code, verbs(calls)]).toEqual([
      1,
      [
        'terraform a init',
        'terraform a plan',
        'terraform a show',
        'npx --no-install lakehouse',
        'terraform a apply',
        'terraform b init',
        'terraform b plan',
        'terraform b show',
        'npx --no-install lakehouse',
      ],
    ]);
    expect(calls.filter((call) => call.includes(' apply '))).toEqual([
      'terraform -chdir=cdktf.out/stacks/a apply -input=false -no-color plan',
    ]);
  });

  describe('approve', () => {
    /** The factory says what its endpoint is in, a line for each time that it is asked; the target, what waits there. */
    const azure = (states: readonly string[], waiting: readonly string[]): void => {
      writeFileSync(folder.at('states'), states.map((state) => `${state}\n`).join(''));
      program(
        'az',
        `case "$*" in
          *"resource list"*) echo /subscriptions/1/adf;;
          *privateLinkResourceId*) echo /subscriptions/1/lake;;
          *connectionState*) [ -s states ] || exit 3; head -n 1 states; sed -i 1d states;;
          *"connection list"*) printf '%s' '${waiting.join('\n')}';;
        esac`,
      );
    };
    const approvals = (calls: readonly string[]): string[] =>
      calls.filter((call) => call.includes(' approve '));

    test('approves the one connection that waits when the factory says that its own does, and waits for it', () => {
      azure(['Pending', 'Pending', 'Approved'], ['/lake/connections/1']);
      const { code, calls, output } = run('ci/approve.sh', 'adf/lake-dfs');
      expect([code, output]).toEqual([0, 'adf/lake-dfs: approved\n']);
      expect(approvals(calls)[0]).toBe(
        'az network private-endpoint-connection approve --id /lake/connections/1 --description adf/lake-dfs, by the pipeline --output none',
      );
      // By its whole name: another factory's may begin or end alike.
      expect(calls.find((call) => call.includes('connection list'))).toContain(
        "ends_with(properties.privateEndpoint.id, '/privateEndpoints/adf.lake-dfs')",
      );
    });

    test.each<[string, string[], string[], number, RegExp]>([
      ['an approved one again', ['Approved'], ['/1'], 0, /approved/],
      ['two of one name: one is a stranger', ['Pending'], ['/1', '/2'], 1, /several .* wait; .*\n\/1\n\/2/],
      ['what somebody has rejected', ['Rejected'], ['/1'], 1, /adf\/lake-dfs: Rejected at \/subscriptions/],
      ['a stranger, while the factory says nothing of its own', ['', 'Rejected'], ['/1'], 1, /Rejected/],
      ['what is not there yet, for ever', Array<string>(30).fill('Pending'), [], 1, /still not approved/],
      ['anything when Azure does not answer', [], ['/1'], 3, /^$/],
    ])('does not approve %s', (_, states, waiting, code, says) => {
      azure(states, waiting);
      const ran = run('ci/approve.sh', 'adf/lake-dfs');
      expect(ran.code).toBe(code);
      expect(ran.output).toMatch(says);
      expect(approvals(ran.calls)).toEqual([]);
    });
  });

  test('gold: waits for each run, and stops at one that fails', () => {
    const az = (last: string): string =>
      `case "$*" in
        *"resource list"*) echo /subscriptions/1/adf;;
        *createRun*) echo 42; rm -f "$CALLS.done";;
        *) if [ -e "$CALLS.done" ]; then echo ${last}; else touch "$CALLS.done"; echo InProgress; fi;;
      esac`;
    program('az', az('Succeeded'));
    expect(run('ci/gold.sh', 'adf/a_deploy_gold', 'adf/b_deploy_gold')).toMatchObject({
      code: 0,
      output:
        'a_deploy_gold: run 42\na_deploy_gold: Succeeded\nb_deploy_gold: run 42\nb_deploy_gold: Succeeded\n',
    });
    program('az', az('Failed'));
    expect(run('ci/gold.sh', 'adf/a_deploy_gold', 'adf/b_deploy_gold')).toMatchObject({
      code: 1,
      output: 'a_deploy_gold: run 42\na_deploy_gold: Failed\n',
    });
    program('az', 'true');
    expect(run('ci/gold.sh', 'adf/a_deploy_gold')).toMatchObject({
      code: 1,
      output: 'there is no data factory adf in this subscription\n',
    });
  });
});
