import {
  company,
  DEFAULT_SETTINGS,
  describeIssue,
  ENDS_OF_LIFE,
  ENDS_OF_LIFE_READ_ON,
  monthsAfter,
  type Environment,
  type Settings,
  TOOL_ENDS,
} from '../../model';
import type { App } from 'cdktf';
import { DepartmentStack, PlatformStack, synthesizeCompany } from '../../stacks';
import { endedIssues, endsOfLifePage, endWarnings, usedEnds } from '../../stacks/ends-of-life';
import type { SynthesizedStack } from '../../cost';
import { placed, planning } from '../support/models';
import { referenceStacks } from '../support/reference-stacks';
import { dev } from '../support/small-company';
import { tree } from '../support/output-folders';
import { synthAll, testApp } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();

/** A day on which this was written, and not the day on which it runs. */
const FIXED_DAY = '2026-12-01';

function writtenOf(stacks: readonly (PlatformStack | DepartmentStack)[]): SynthesizedStack[] {
  const terraform = synthAll(stacks);
  return stacks.map((stack, index) => ({
    name: stack.node.id,
    environment: stack.environment.name,
    terraform: terraform[index] as SynthesizedStack['terraform'],
  }));
}

/** A department with a batch endpoint and a published pipeline, in stacks as they are written. */
function modelling(settings?: Settings): SynthesizedStack[] {
  const environment = { ...dev, models: placed, ...(settings && { settings }) };
  const owner = planning();
  const whole = company('Models', { code: 'mdl', departments: [owner], environments: [environment] });
  const app = testApp();
  const platform = new PlatformStack(app, 'platform', { company: whole, environment });
  return writtenOf([platform, new DepartmentStack(app, 'planning', { department: owner, platform })]);
}

const one = (type: string, block: object): SynthesizedStack => ({
  name: 'shop-dev',
  environment: 'dev',
  terraform: { resource: { [type]: { Thing: block } } as never },
});
const cluster = (vmSize: string) =>
  one('azurerm_machine_learning_compute_cluster', { vm_size: vmSize, vm_priority: 'Dedicated' });
const usedIn = (...stacks: SynthesizedStack[]) => usedEnds(stacks).filter(({ usedBy }) => usedBy.length > 0);

describe('the list of ends of life', () => {
  test('is in order, with days, moves and sources', () => {
    for (const list of [ENDS_OF_LIFE, TOOL_ENDS]) {
      const days = list.map(({ endsOn }) => endsOn);
      expect(days).toEqual([...days].sort());
      for (const { endsOn, moveTo, source } of list) {
        expect(new Date(endsOn).toISOString().slice(0, 10)).toBe(endsOn);
        expect(moveTo).not.toBe('');
        expect(source).not.toBe('');
      }
    }
  });

  test('counts months over the ends of years', () => {
    expect(monthsAfter('2026-12-01', 12)).toBe('2027-12-01');
    expect(monthsAfter('2026-01-31', 11)).toBe('2026-12-31');
    expect(monthsAfter('2026-01-31', 24)).toBe('2028-01-31');
  });

  test.each([
    ['Standard_DS3_v2', '2028-05-01'],
    ['Standard_D14_v2', '2028-05-01'],
    ['Standard_DS14-4_v2', '2028-05-01'],
    ['Standard_L4s', '2028-05-01'],
    ['Standard_F4s_v2', '2028-11-15'],
    ['Standard_B2ms', '2028-11-15'],
    ['Standard_L8s_v2', '2028-11-15'],
    ['Standard_NC6s_v3', '2025-09-30'],
    ['Standard_NV12s_v3', '2026-09-30'],
    ['Standard_M192idms_v2', '2027-03-31'],
  ])('knows when %s ends', (size, day) => {
    expect(usedIn(cluster(size)).map(({ endsOn }) => endsOn)).toEqual([day]);
  });

  test.each([
    'Standard_D4ds_v4',
    'Standard_D4s_v3',
    'Standard_B2s_v2',
    'Standard_F4as_v6',
    'Standard_L8s_v3',
  ])('leaves %s alone', (size) => {
    expect(usedIn(cluster(size))).toEqual([]);
  });
});

describe('what is made by default', () => {
  const soon = (stacks: SynthesizedStack[]) =>
    usedIn(...stacks).filter(({ endsOn }) => endsOn <= monthsAfter(FIXED_DAY, 24));

  test.each(['dev', 'prod'])('does not end within 24 months: the reference company in %s', (name) => {
    expect(soon(writtenOf(referenceStacks(name)))).toEqual([]);
  });

  test('does not end within 24 months: every setting', () => {
    const { modelCompute, integrationRuntime } = DEFAULT_SETTINGS;
    expect(
      soon([
        one('azurerm_machine_learning_compute_cluster', {
          vm_size: modelCompute.vmSize,
          vm_priority: modelCompute.priority,
        }),
        one('azurerm_data_factory_integration_runtime_azure', {
          compute_type: integrationRuntime.computeType,
        }),
      ]),
    ).toEqual([]);
  });
});

describe('what is used and ends', () => {
  test('is found in what is written: a published pipeline and its connection', () => {
    const [published] = usedIn(...modelling());
    expect(published?.decidedBy).toBe('run: publishedPipeline()');
    expect(published?.usedBy).toEqual([
      expect.stringMatching(/^planning\/azurerm_data_factory_pipeline\./),
      expect.stringMatching(/^planning\/azurerm_data_factory_linked_custom_service\./),
    ]);
  });

  test('is found where settings decide for it', () => {
    const stacks = modelling({
      modelCompute: { vmSize: 'Standard_DS3_v2', priority: 'LowPriority' },
      integrationRuntime: { computeType: 'MemoryOptimized' },
    });
    expect(usedIn(...stacks).map(({ decidedBy }) => decidedBy)).toEqual([
      'settings.modelCompute.priority',
      'run: publishedPipeline()',
      'settings.integrationRuntime.computeType',
      'settings.modelCompute.vmSize',
    ]);
  });

  test('is refused where Azure has stopped it, whatever day is given', () => {
    const stacks = [cluster('Standard_NC6s_v3')];
    const sentence = [
      'LH9121 environment dev: "settings.modelCompute.vmSize" has shop-dev/azurerm_machine_learning_compute_cluster.Thing: NCv3 series of virtual machines ended on 2025-09-30; move to NC A100 v4; source: Azure/EOL, service_list.json of December 2025, Virtual Machines; "What are compute targets in Azure Machine Learning?"',
    ];
    for (const asOf of [undefined, '2020-01-01', FIXED_DAY]) {
      expect(endedIssues({ environment: 'dev', stacks, asOf }).map(describeIssue)).toEqual(sentence);
      expect(endWarnings({ environment: 'dev', stacks, asOf })).toEqual([]);
    }
  });

  test.each([
    ['2027-04-30', 0, 0],
    ['2027-05-01', 0, 1],
    ['2028-04-30', 0, 1],
    ['2028-05-01', 1, 0],
  ])('is reported a year before, and refused from its day on: %s', (asOf, refused, warned) => {
    const ends = { environment: 'dev', stacks: [cluster('Standard_DS3_v2')], asOf };
    expect(endedIssues(ends)).toHaveLength(refused);
    expect(endWarnings(ends).map(({ code }) => code)).toEqual(Array(warned).fill('LH9122'));
  });

  test('is always reported, and not refused, where it has lost its support only', () => {
    const ends = { environment: 'dev', stacks: modelling() };
    expect(endedIssues(ends)).toEqual([]);
    expect(endWarnings(ends).map(describeIssue)).toEqual([
      expect.stringMatching(
        /^LH9122 environment dev: "run: publishedPipeline\(\)" has planning\/\S+ and 1 more: pipelines published .* ended on 2026-06-30; move to run: batchEndpoint\(\)/,
      ),
    ]);
  });
});

describe('the page', () => {
  const stacks = [cluster('Standard_DS3_v2')];
  const titles = (page: string) => page.split('\n').filter((line) => line.startsWith('#'));

  test('has all dates where no day is given', () => {
    const page = endsOfLifePage({ environment: 'dev', stacks });
    expect(titles(page)).toEqual([
      '# Ends of life: dev',
      '## Used here',
      '## Offered, and not used here',
      '## Tools',
    ]);
    expect(page).toContain(ENDS_OF_LIFE_READ_ON);
    for (const { endsOn, what } of [...ENDS_OF_LIFE, ...TOOL_ENDS]) {
      expect(page).toContain(what);
      expect(page).toContain(endsOn);
    }
  });

  test('tells near from far for a day', () => {
    const near = endsOfLifePage({ environment: 'dev', stacks, asOf: '2027-06-01' });
    const far = endsOfLifePage({ environment: 'dev', stacks, asOf: FIXED_DAY });
    const [nearTitle, farTitle] = [
      '## Used here, and ended or ending within 12 months',
      '## Used here, and ending later',
    ];
    const under = (page: string, title: string) => page.split(`${title}\n\n`)[1]!.split('\n\n')[0];
    expect(under(near, nearTitle)).toContain('Standard_D4ds_v4 in place of Standard_DS3_v2');
    expect(under(near, farTitle)).toBe('Nothing.');
    expect(under(far, nearTitle)).toBe('Nothing.');
    expect(under(far, farTitle)).toContain('shop-dev/azurerm_machine_learning_compute_cluster.Thing');
  });

  test('is the same for the same input', () => {
    expect(endsOfLifePage({ environment: 'dev', stacks })).toBe(
      endsOfLifePage({ environment: 'dev', stacks }),
    );
  });
});

describe('a synthesis', () => {
  let printed = '';
  let complained = '';

  beforeEach(() => {
    printed = '';
    complained = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((printed += String(text)), true));
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((complained += String(text)), true));
  });

  afterEach(() => {
    process.exitCode = undefined;
  });

  const run = (vmSize: string, asOf?: string) => {
    const environment: Environment = { ...dev, models: placed, settings: { modelCompute: { vmSize } } };
    const owner = planning();
    const whole = company('Models', { code: 'mdl', departments: [owner], environments: [environment] });
    const build = (app: App) => {
      const platform = new PlatformStack(app, 'platform', { company: whole, environment });
      new DepartmentStack(app, 'planning', { department: owner, platform });
    };
    const outdir = folder.at('cdktf.out');
    synthesizeCompany(whole, build, { outdir, asOf });
    return tree(outdir);
  };

  test('writes the page, and warns of what is near', () => {
    expect(run('Standard_DS3_v2')?.['ends-of-life/dev.md']).toContain('Standard_DS3_v2');
    expect(printed).not.toContain('vmSize');
    run('Standard_DS3_v2', '2027-12-01');
    expect(printed).toContain(
      '  warning  LH9122 environment dev: "settings.modelCompute.vmSize" has planning/',
    );
  });

  test('refuses what has stopped, and leaves the folder as it was', () => {
    expect(run('Standard_NC6s_v3')).toBeUndefined();
    expect(complained).toContain('LH9121 environment dev: "settings.modelCompute.vmSize"');
  });
});
