import { ENGINE } from '../../model';
import { type Finding } from './finding';
import { runProgram } from './run-program';

/** A program that some steps need, and how it says its version. */
interface Program {
  readonly name: string;
  /** What its finding is called, where a package has the same name. */
  readonly check?: string;
  readonly options: readonly string[];
  /** The version in what it prints. */
  readonly version: RegExp;
  readonly for: string;
  readonly remedy: string;
}

const PROGRAMS: readonly Program[] = [
  {
    name: 'npm',
    options: ['--version'],
    version: /^(\S+)/,
    for: 'installs packages',
    remedy: 'it comes with Node.js',
  },
  {
    name: 'terraform',
    options: ['version'],
    version: /^Terraform v(\S+)/,
    for: 'plans and applies; nothing is deployed without it',
    remedy: 'install Terraform 1.5 or later, if this machine is to deploy',
  },
  {
    name: ENGINE.engine,
    check: `${ENGINE.engine}-cli`,
    options: ['--version'],
    version: /(\d\S*)/,
    for: 'deploys the stacks in their order',
    remedy: `nothing, if it is run by npx: npx ${ENGINE.command} deploy '*'`,
  },
  {
    name: 'az',
    options: ['version', '--query', '"azure-cli"', '--output', 'tsv'],
    version: /^(\S+)/,
    for: 'logs in, and does manual steps',
    remedy: 'install the Azure CLI, if this machine is to deploy',
  },
];

/** Which programs are there; what is absent is a note, because it may be meant so. */
export async function programFindings(): Promise<Finding[]> {
  const programs = await Promise.all(PROGRAMS.map(programFinding));
  return [...programs, ...(await loginFindings(programs.find(({ check }) => check === 'az')))];
}

async function programFinding({
  name,
  check = name,
  options,
  version,
  for: use,
  remedy,
}: Program): Promise<Finding> {
  const { printed, error } = await output(name, options);
  const [, found] = version.exec(printed ?? '') ?? [];
  return found === undefined
    ? {
        check,
        status: 'note',
        found: `${error ?? 'is there, and does not say its version'}; it ${use}`,
        remedy,
      }
    : { check, status: 'ok', found };
}

/** Who is logged in, as the Azure CLI remembers it; nothing is sent. */
async function loginFindings(az: Finding | undefined): Promise<Finding[]> {
  if (az?.status !== 'ok') return [];
  const query = ['account', 'show', '--query', '[user.name, name, tenantId]', '--output', 'tsv'];
  const { printed } = await output('az', query);
  const [user, subscription, tenant] = (printed ?? '').trim().split(/[\t\n]/);
  return [
    user
      ? { check: 'az login', status: 'ok', found: `${user}, ${subscription ?? ''}, tenant ${tenant ?? ''}` }
      : { check: 'az login', status: 'note', found: 'nobody is logged in', remedy: 'az login' },
  ];
}

/**
 * What a program prints on stdout.
 *
 * @returns what went wrong in `error`, where it did.
 */
export async function output(
  name: string,
  options: readonly string[],
): Promise<{ readonly printed?: string; readonly error?: string }> {
  const ran = await runProgram(name, options);
  switch (ran.kind) {
    case 'printed':
      return { printed: ran.text };
    case 'missing':
      return { error: 'is not installed' };
    case 'timeout':
      return { error: `did not answer within ${ran.seconds} s` };
    case 'failed':
      return { error: `fails: ${ran.errors.split('\n').at(-1) ?? ran.errors}` };
  }
}
