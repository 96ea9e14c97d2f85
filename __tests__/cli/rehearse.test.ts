import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rehearseCommand } from '../../cli/rehearse-command';
import { type Environment } from '../../model';
import { synthesizeCompany } from '../../stacks';
import { type GuardDocument } from '../../stacks/guard-document';
import { companyStacks } from '../support/company-stacks';
import { addressOf } from '../support/plans';
import { dev, prod, smallCompany } from '../support/small-company';
import { type Terraform } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('all tests');
let printed = '';

beforeEach(() => {
  printed = '';
  jest.spyOn(console, 'log').mockImplementation((text: string) => void (printed += `${text}\n`));
});

function synthesize(out: string, environments: readonly Environment[] = [dev, prod], code?: string): void {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const company = { ...smallCompany({ environments }), ...(code !== undefined && { code }) };
  synthesizeCompany(company, (app, one) => void companyStacks(company, one, app), { outdir: folder.at(out) });
}

const rehearse = (...options: readonly string[]): void =>
  void rehearseCommand().parse([...options, '--out', folder.at('now')], { from: 'user' });

/** A stack that a test may change. */
interface Written {
  moved?: unknown;
  removed?: unknown;
  resource: Record<string, Record<string, Record<string, unknown>>>;
}

const STACK = 'sales-prod';
const fileOf = (stack: string): string => folder.at('now', 'stacks', stack, 'cdk.tf.json');
const readStack = (stack: string): Written & Terraform =>
  JSON.parse(readFileSync(fileOf(stack), 'utf8')) as Written & Terraform;

/** Changes a stack of the new version, as another library or another definition would. */
function change(how: (terraform: Written) => void, stack = STACK): void {
  const terraform = readStack(stack);
  how(terraform);
  writeFileSync(fileOf(stack), JSON.stringify(terraform));
}

/** Gives a resource another address, and what refers to it with it. */
function rename(address: string, to: string, stack = STACK): void {
  const [type = '', name = ''] = address.split('.');
  change((terraform) => {
    terraform.resource[type]![to] = terraform.resource[type]![name]!;
    Reflect.deleteProperty(terraform.resource[type]!, name);
  }, stack);
  writeFileSync(
    fileOf(stack),
    readFileSync(fileOf(stack), 'utf8').replaceAll(`${type}.${name}.`, `${type}.${to}.`),
  );
}

let original: ReadonlyMap<string, string>;
const stacks = ['platform-dev', 'platform-prod', 'sales-dev', 'sales-prod'];

beforeAll(() => {
  synthesize('before');
  synthesize('now');
  original = new Map(stacks.map((stack) => [stack, readFileSync(fileOf(stack), 'utf8')]));
});

afterEach(() => {
  for (const [stack, text] of original) writeFileSync(fileOf(stack), text);
});

const BEFORE = folder.at.bind(folder, 'before');
const hub = (): string => addressOf(readStack(STACK), 'azurerm_eventhub');

interface Report {
  readonly environment: string;
  readonly plans: readonly (Readonly<Record<string, number>> & { readonly stack: string })[];
  readonly stopped: readonly { readonly address: string; readonly change: string }[];
  readonly allowed: readonly { readonly address: string }[];
  readonly moved: readonly (readonly [string, string])[];
}

/** What a rehearsal says of one stack; what stops it is thrown afterwards. */
function reported(before = BEFORE()): Report {
  try {
    rehearse(before, '--json');
  } catch (error) {
    if (!String(error).includes('LH9355')) throw error;
  }
  return (JSON.parse(printed) as readonly Report[]).find(({ environment }) => environment === 'prod')!;
}

const countsOf = ({ plans }: Report) => {
  const { create, update, replace, destroy, forget } = plans.find(({ stack }) => stack === STACK)!;
  return { create, update, replace, destroy, forget };
};
const NONE = { create: 0, update: 0, replace: 0, destroy: 0, forget: 0 };

describe('lakehouse rehearse', () => {
  test('finds nothing where nothing is other', () => {
    rehearse(BEFORE());
    expect(printed).toMatch(/^dev: nothing stops it\n/);
    expect(
      printed.match(/: 0 new, 0 changed, 0 moved, 0 made anew, 0 destroyed, [1-9]\d* the same/g),
    ).toHaveLength(6);
  });

  test('lets through what is added, and what changes in place', () => {
    change(({ resource }) => {
      resource.azurerm_eventhub!.More = { ...Object.values(resource.azurerm_eventhub!)[0]!, name: 'more' };
      Object.values(resource.azurerm_eventhub!)[0]!.message_retention = 3;
    });
    expect(() => rehearse(BEFORE())).not.toThrow();
    printed = '';
    expect(countsOf(reported())).toEqual({ ...NONE, create: 1, update: 1 });
  });

  test('stops what destroys data, and says how to move it', () => {
    const address = hub();
    rename(address, 'Renamed');
    expect(() => rehearse(BEFORE())).toThrow(
      `LH9355 ${STACK}: "${address}" is destroyed; allowed: nothing that the guard would stop; where it has another address now, say that it moved: resource.moveFromId('${address}')`,
    );
    expect(printed).toContain(`destroyed  ${STACK}/${address}`);
  });

  test('keeps what is moved, with all that refers to it, over several releases', () => {
    const address = hub();
    rename(address, 'Renamed');
    change((terraform) => {
      terraform.moved = [
        { from: address, to: 'azurerm_eventhub.Between' },
        { from: 'azurerm_eventhub.Between', to: 'azurerm_eventhub.Renamed' },
      ];
    });
    const report = reported();
    expect(countsOf(report)).toEqual(NONE);
    expect(report.moved).toEqual([[`${STACK}/${address}`, `${STACK}/azurerm_eventhub.Renamed`]]);
    expect(report.stopped).toEqual([]);
  });

  test('stops what is made anew by an attribute, and what refers to its id with it', () => {
    const account = addressOf(readStack('platform-prod'), 'azurerm_storage_account');
    change(({ resource }) => {
      resource.azurerm_storage_account![account.split('.')[1]!]!.account_replication_type = 'GRS';
    }, 'platform-prod');
    const { plans, stopped } = reported();
    const platform = plans.find(({ stack }) => stack === 'platform-prod')!;
    expect(platform.replace).toBeGreaterThan(1);
    expect(stopped).toContainEqual(expect.objectContaining({ address: account, change: 'destroy data' }));
  });

  test('of the same account between kinds without zones, it is changed in place', () => {
    const account = addressOf(readStack('platform-prod'), 'azurerm_storage_account');
    change(({ resource }) => {
      resource.azurerm_storage_account![account.split('.')[1]!]!.account_replication_type = 'GZRS';
    }, 'platform-prod');
    const platform = reported().plans.find(({ stack }) => stack === 'platform-prod')!;
    expect(platform).toMatchObject({ replace: 0, update: 1 });
  });

  test('stops an endpoint that opens', () => {
    const account = addressOf(readStack('platform-prod'), 'azurerm_storage_account');
    change(({ resource }) => {
      resource.azurerm_storage_account![account.split('.')[1]!]!.public_network_access_enabled = true;
    }, 'platform-prod');
    expect(reported().stopped).toEqual([
      expect.objectContaining({ address: account, change: 'open endpoint' }),
    ]);
  });

  test('says what is forgotten and not destroyed', () => {
    const address = hub();
    change((terraform) => {
      Reflect.deleteProperty(terraform.resource.azurerm_eventhub!, address.split('.')[1]!);
      terraform.removed = [{ from: address, lifecycle: { destroy: false } }];
    });
    expect(countsOf(reported())).toMatchObject({ destroy: 0, forget: 1 });
  });

  test('lets through what is allowed with a reason', () => {
    const address = hub();
    rename(address, 'Renamed');
    const file = folder.at('now', 'guard', 'prod.json');
    const text = readFileSync(file, 'utf8');
    const allowedChanges = [
      { address: `${STACK}/${address}`, change: 'destroy data', reason: 'nobody sends to it' },
    ];
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(text) as GuardDocument), allowedChanges }));
    const { stopped, allowed } = reported();
    writeFileSync(file, text);
    expect(allowed.map((one) => one.address)).toEqual([address]);
    expect(stopped.map((one) => one.address)).not.toContain(address);
  });

  test.each([
    [
      'is still defined',
      (from: string) => [{ from, to: 'azurerm_eventhub.Other' }],
      /which is still defined/,
    ],
    [
      'is moved twice',
      (from: string) => [
        { from, to: 'azurerm_eventhub.A' },
        { from, to: 'azurerm_eventhub.B' },
      ],
      /to more than one address/,
    ],
    [
      'becomes another type',
      (from: string) => [{ from, to: 'azurerm_storage_account.A' }],
      /to another type/,
    ],
  ])('refuses a move of what %s', (_, moved, message) => {
    change((terraform) => void (terraform.moved = moved(hub())));
    expect(() => rehearse(BEFORE())).toThrow(message);
    expect(() => rehearse(BEFORE())).toThrow('LH9357');
  });

  test('what was kept gives the same verdicts as the synthesis that it is of', () => {
    const kept = folder.at('kept');
    rehearse('--keep', kept);
    expect(printed).toBe(['dev', 'prod'].map((name) => `kept ${join(kept, name)}.json\n`).join(''));
    printed = '';
    rename(hub(), 'Renamed');
    const whole = reported();
    printed = '';
    expect(reported(kept)).toEqual(whole);
    expect(readFileSync(join(kept, 'prod.json')).length).toBeLessThan(
      stacks.reduce((sum, stack) => sum + (original.get(stack)?.length ?? 0), 0),
    );
  });

  test.each([
    ['a folder of nothing', () => folder.at('nowhere'), /LH9356 .*nowhere: "before" has no synthesis/],
    [
      'an unknown format',
      () => {
        rehearse('--keep', folder.at('newer'));
        writeFileSync(folder.at('newer', 'dev.json'), '{"format": 2, "environment": "dev", "stacks": {}}');
        return folder.at('newer');
      },
      /LH9356 .*dev.json: "before" has the format 2/,
    ],
    [
      'another environment',
      () => {
        synthesize('other', [{ ...dev, name: 'else' }]);
        return folder.at('other');
      },
      /LH9356 rehearse: "before" is of else, and what was synthesized is of dev, prod/,
    ],
    [
      'another company',
      () => {
        synthesize('foreign', [dev, prod], 'other');
        return folder.at('foreign');
      },
      /LH9312 .* is of resources of another company: other/,
    ],
  ])('refuses %s', (_, before, message) => {
    expect(() => rehearse(before())).toThrow(message);
  });
});
