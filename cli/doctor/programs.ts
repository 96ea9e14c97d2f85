import { ENGINE } from '../../model';
import { execFile } from 'node:child_process';
import { type Finding } from './finding';

/** Longest time that a program is waited for, in milliseconds. */
const PATIENCE_MS = 20_000;

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
export function output(
  name: string,
  options: readonly string[],
): Promise<{ readonly printed?: string; readonly error?: string }> {
  return new Promise((done) => {
    // On Windows these programs are scripts, which a shell runs.
    const shell = process.platform === 'win32';
    execFile(name, options, { timeout: PATIENCE_MS, shell }, (error, stdout, stderr) => {
      if (error === null) done({ printed: stdout });
      else if (error.code === 'ENOENT') done({ error: 'is not installed' });
      else if (error.killed) done({ error: `did not answer within ${PATIENCE_MS / 1000} s` });
      else done({ error: `fails: ${stderr.trim().split('\n').at(-1) ?? error.message}` });
    });
  });
}
