import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The entries of the package, and what each is for: in the order in which a reader needs them. */
export const ENTRIES: Readonly<Record<string, string>> = {
  model: 'Contracts, flows, tables, departments, companies: plain data that knows nothing of Terraform.',
  stacks: 'Stacks of a company, and `synthesizeCompany`, which writes them and all that stands beside them.',
  constructs: 'The five layers and the hosts they stand in, for stacks of your own.',
  preview: 'Runs the same definitions on one machine.',
  testing: 'Tests of flows, and of what was synthesized.',
  page: 'The page for people that a preview writes.',
  lineage: 'Where a column comes from and who reads what is made of it.',
  diagram: 'Pictures of the platform.',
  cost: 'The bill of what was synthesized.',
  validation: 'All checks of a company, before anything is made.',
  compilers: 'What a flow becomes on each target. Not promised yet.',
  index: 'What a team starts with: all of `model`, `stacks` and `validation`, and the five layers.',
};

const MANIFEST = 'package.json';

/** Fails when the package has an entry that is not described here, or the reverse. */
export function refuseOtherEntries(root: string): void {
  const { exports } = JSON.parse(readFileSync(join(root, MANIFEST), 'utf8')) as {
    readonly exports: Readonly<Record<string, unknown>>;
  };
  const published = Object.keys(exports)
    .filter((entry) => entry !== `./${MANIFEST}`)
    .map((entry) => entry.slice(2) || 'index')
    .sort();
  if (published.join() !== Object.keys(ENTRIES).sort().join())
    throw new Error(`the reference describes other entries than the package has: ${published.join(', ')}`);
}

/**
 * Writes the reference of every entry, made of the docstrings by typedoc.
 *
 * @param tools the folder whose node_modules hold typedoc.
 * @param out where the pages go.
 */
export function writeReference(root: string, tools: string, out: string): void {
  refuseOtherEntries(root);
  const modules = join(tools, 'node_modules');
  const options = {
    plugin: [join(modules, 'typedoc-plugin-markdown', 'dist', 'index.js')],
    tsconfig: join(root, 'tsconfig.build.json'),
    entryPoints: Object.keys(ENTRIES).map((entry) => join(root, entry === 'index' ? '' : entry, 'index.ts')),
    readme: 'none',
    disableSources: true,
    excludePrivate: true,
    excludeProtected: true,
    excludeInternal: true,
    excludeExternals: true,
    // Types are checked by the build.
    skipErrorChecking: true,
    logLevel: 'Error',
    entryFileName: 'index',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    indexFormat: 'table',
    parametersFormat: 'table',
    typeDeclarationFormat: 'table',
    formatWithPrettier: false,
  };
  const settings = join(tools, 'pages', 'typedoc.json');
  writeFileSync(settings, JSON.stringify({ ...options, out }));
  const typedoc = join(modules, 'typedoc', 'bin', 'typedoc');
  const { status } = spawnSync(process.execPath, [typedoc, '--options', settings], {
    stdio: 'inherit',
    cwd: root,
  });
  rmSync(settings);
  if (status !== 0) throw new Error('typedoc could not write the reference');
  writeFileSync(join(out, 'index.md'), startPage());
}

function startPage(): string {
  const rows = Object.entries(ENTRIES).map(([entry, text]) => {
    const name = entry === 'index' ? 'cdktf-azure-lakehouse' : `cdktf-azure-lakehouse/${entry}`;
    return `| [\`${name}\`](./${entry}/index.md) | ${text} |`;
  });
  return [
    '# API\n',
    'Made of the docstrings. Each entry is imported by its name; [what stays from release to release](../stability.md).\n',
    '| entry | what is in it |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
