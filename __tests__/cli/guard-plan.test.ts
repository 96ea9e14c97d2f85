import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPlan } from '../../cli/guard/plan';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();

describe('a plan of the terraform command', () => {
  const recorded = (name: string) => readPlan(join(__dirname, 'plans', `${name}.json`));

  test.each([
    ['create', ['create', 'create']],
    ['none', ['none', 'none']],
    ['update', ['none', 'update']],
    ['replace', ['none', 'replace']],
    ['destroy', ['none', 'destroy']],
    ['forget', ['none', 'forget']],
    ['move', ['none', 'none']],
  ])('%s', (name, actions) => {
    const { stack, changes } = recorded(name);
    expect(stack).toBe(name);
    expect(changes.map(({ action }) => action)).toEqual(actions);
    expect(changes.map(({ type }) => type)).toEqual(['terraform_data', 'terraform_data']);
  });

  const broken = (change: (plan: Record<string, unknown>) => unknown): string => {
    const file = folder.at('broken.json');
    writeFileSync(
      file,
      JSON.stringify(
        change(
          JSON.parse(readFileSync(join(__dirname, 'plans/none.json'), 'utf8')) as Record<string, unknown>,
        ),
      ),
    );
    try {
      readPlan(file);
    } catch (error) {
      return (error as Error).message.replaceAll(folder.path, '');
    }
    return 'is read';
  };

  test('is read with a later minor version, and with what older versions leave out', () => {
    expect(broken((plan) => ({ ...plan, format_version: '1.9', added_later: [] }))).toBe('is read');
    expect(broken(({ configuration: _configuration, ...plan }) => ({ ...plan, format_version: '1.0' }))).toBe(
      'is read',
    );
  });

  test.each<[string, (plan: Record<string, unknown>) => unknown, string]>([
    ['another major version', (plan) => ({ ...plan, format_version: '2.0' }), 'has the format 2.0'],
    [
      'a version of the time before 1.0',
      (plan) => ({ ...plan, format_version: '0.2' }),
      'has the format 0.2',
    ],
    ['no version', ({ format_version: _version, ...plan }) => plan, 'has no "format_version"'],
    ['a failure', (plan) => ({ ...plan, errored: true }), 'is of a plan that failed'],
    [
      'no changes in it',
      (plan) => ({ ...plan, resource_changes: [{ address: 'a' }] }),
      'has no resource_changes.0.type',
    ],
  ])('is refused with %s', (_what, change, got) => {
    expect(broken(change)).toContain(`LH9311 /broken.json: "plan" ${got}`);
  });

  test('is refused where there is none', () => {
    expect(() => readPlan(folder.at('nowhere.json'))).toThrow(/LH9311 .*nowhere.json: "plan" cannot be read/);
    writeFileSync(folder.at('text.json'), 'Plan: 1 to add');
    expect(() => readPlan(folder.at('text.json'))).toThrow(/LH9311 .*text.json: "plan" is no JSON/);
  });
});
