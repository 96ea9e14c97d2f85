import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const page = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const named = [...page.matchAll(/`([^`\s]+)`/g)].map(([, name = '']) => name);
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0');

describe('the map of the house', () => {
  it('names every folder', () => {
    const [, map = ''] = /^## A map of the house\n([^]*?)\n## /m.exec(page) ?? [];
    const folders = tracked.flatMap((file) => /^[^./][^/]*\//.exec(file)?.[0] ?? []);
    expect(folders).toContain('model/');
    expect([...new Set(folders)].filter((folder) => !map.includes(`\`${folder}\``))).toEqual([]);
  });

  it('and the steps name files and folders that are there', () => {
    const paths = named.filter((name) => /^[\w.-]+\/[\w./-]*$/.test(name) && !name.endsWith('.out/'));
    const known = (path: string): boolean => tracked.some((file) => file === path || file.startsWith(path));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !known(path))).toEqual([]);
  });
});
