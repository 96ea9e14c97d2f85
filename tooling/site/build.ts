/** Builds the documentation site into `site.out/`, which any server of files serves, and which asks nothing of a network. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Assembly } from './assemble';
import { deadLinks } from './links';
import { writeReference } from './reference';

const root = join(__dirname, '..', '..');
const tools = join(root, 'site');
const pages = join(tools, 'pages');

const { description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly description: string;
};

async function build(): Promise<void> {
  new Assembly(root, pages).write(description);
  writeReference(root, tools, join(pages, 'api'));
  const vitepress = join(tools, 'node_modules', 'vitepress', 'bin', 'vitepress.js');
  if (spawnSync(process.execPath, [vitepress, 'build'], { stdio: 'inherit', cwd: tools }).status !== 0)
    throw new Error('the site could not be built');
  const dead = await deadLinks(join(root, 'site.out'), process.env['SITE_BASE']);
  if (dead.length > 0) throw new Error(`links lead nowhere:\n${dead.join('\n')}`);
}

void build();
