import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { company, type Environment, LakehouseError, listed } from '../model';
import { companyIssues } from '../validation';
import { CI_KINDS, type CiKind } from './ci/deliveries';
import { type NewDelivery } from './init/delivery';
import { NEXT_STEPS, projectFiles } from './init/project-files';
import { ownManifest } from '../packages/manifests';
import { printJson } from './print-json';
import { subcommand } from './subcommand';

interface InitOptions {
  readonly name?: string;
  readonly code?: string;
  readonly library: string;
  readonly ci?: CiKind;
  readonly repository?: string;
  readonly json?: true;
}

/** `lakehouse init`: a project to begin with. */
export function initCommand(): Command {
  return subcommand({
    name: 'init',
    examples: [
      'lakehouse init my-shop',
      "lakehouse init my-shop --name 'My Shop' --code myshop",
      'lakehouse init my-shop --ci github --repository my-shop/data-platform',
      'lakehouse init . --library ./cdktf-azure-lakehouse.tgz',
    ],
    notes: 'Nothing is asked, and nothing that is there is changed.',
  })
    .argument('[folder]', 'a new or empty folder', '.')
    .option('--name <name>', 'name of the company (default: that of the folder)')
    .option(
      '--code <code>',
      'its code, 2 to 8 lower-case letters and digits, part of every global name (default: of the name)',
    )
    .option(
      '--library <version or file>',
      'where npm finds this package: a version, or a packed file',
      ownManifest().version,
    )
    .addOption(
      new Option('--ci <kind>', 'write the pipelines that deploy it, too, as lakehouse ci does').choices(
        CI_KINDS,
      ),
    )
    .option(
      '--repository <owner/name>',
      'with --ci: its repository on GitHub, or its organisation and project in Azure DevOps',
    )
    .option('--json', 'print JSON, for programs')
    .action((folder: string, options: InitOptions) => init(folder, options));
}

function init(folder: string, { name, code, library, ci, repository, json }: InitOptions): void {
  refuseFilled(folder);
  const called = name ?? basename(resolve(folder));
  const delivery = deliveryOf(ci, repository);
  const project = {
    name: called,
    code: code ?? codeOf(called),
    library: specifier(folder, library),
    ...(delivery && { delivery }),
  };
  refuseNames(project);
  const files = projectFiles(project);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: 'wx' });
    if (path.endsWith('.sh')) chmodSync(join(folder, path), 0o755);
  }
  const place = relative('.', folder);
  const steps = [...(place === '' ? [] : [[`cd ${place}`, ''] as const]), ...NEXT_STEPS];
  if (json) {
    printJson({ folder, ...project, files: Object.keys(files), steps: steps.map(([command]) => command) });
    return;
  }
  console.log(
    `Made ${project.name} (${project.code}) in ${place || '.'}: ${listed(Object.keys(files))}.\n\nNext:`,
  );
  for (const [command, effect] of steps)
    console.log(`  ${command.padEnd(18)}${effect && `# ${effect}`}`.trimEnd());
}

/** Pipelines are of a repository: without one nothing would trust them. */
function deliveryOf(kind: CiKind | undefined, repository: string | undefined): NewDelivery | undefined {
  if (kind === undefined && repository === undefined) return undefined;
  if (kind !== undefined && /^[A-Za-z0-9][\w.-]*\/[\w.-]+$/.test(repository ?? ''))
    return { kind, repository: repository ?? '' };
  throw new LakehouseError('init', [
    {
      code: 'LH0001',
      at: 'init',
      prop: kind === undefined ? 'ci' : 'repository',
      got: kind !== undefined && repository !== undefined ? `is "${repository}"` : 'is missing',
      allowed: 'both or neither: --ci github --repository <owner/name>',
      change: 'say where the project is kept: letters, digits, dots, dashes, and one slash',
    },
  ]);
}

/** A file is found from the working folder, and by npm from that of the project. */
function specifier(folder: string, library: string): string {
  if (!/\.tgz$/.test(library)) return library;
  return `file:${relative(folder, library).replaceAll('\\', '/')}`;
}

function codeOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/^\d+/, '')
    .slice(0, 8);
}

function refuseFilled(folder: string): void {
  let found: string[];
  try {
    found = readdirSync(folder).filter((name) => name !== '.git');
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT') return;
    throw notEmpty(folder, code === 'ENOTDIR' ? 'which is a file' : `which cannot be read (${code ?? ''})`);
  }
  if (found.length > 0) throw notEmpty(folder, `which holds ${listed(found)}`);
}

function notEmpty(folder: string, why: string): LakehouseError {
  return new LakehouseError('init', [
    {
      code: 'LH9206',
      at: 'init',
      prop: 'folder',
      got: `is "${folder}", ${why}`,
      allowed: 'a folder that is empty, or not there yet',
      change: 'name another folder',
    },
  ]);
}

/** Names are looked at where the rest of a company holds. */
const ANY_ENVIRONMENT: Environment = {
  name: 'dev',
  location: 'westeurope',
  network: { kind: 'public', reason: 'only names are looked at' },
  state: { kind: 'local' },
  tenantId: '00000000-0000-4000-8000-000000000001',
  sqlAdministrators: { name: 'sql-administrators', objectId: '00000000-0000-4000-8000-000000000002' },
  groups: {},
};

/** The model's own rules of names, before anything is written. */
function refuseNames({ name, code }: { readonly name: string; readonly code: string }): void {
  const issues = companyIssues(
    company(name, { code, departments: [], environments: [ANY_ENVIRONMENT] }),
  ).filter(({ prop }) => ['code', 'name'].includes(prop));
  if (issues.length > 0)
    throw new LakehouseError(
      'init',
      issues.map((issue) => ({ ...issue, at: 'init' })),
    );
}
