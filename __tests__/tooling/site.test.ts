import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Assembly } from '../../tooling/site/assemble';
import { deadLinks } from '../../tooling/site/links';
import { codeBlock, withTargets } from '../../tooling/site/markdown';
import { refuseOtherEntries } from '../../tooling/site/reference';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = resolve(__dirname, '../..');

const titleIn = (path: string) => readFileSync(resolve(ROOT, path), 'utf8').match(/^# .*$/m)?.[0];

describe('pages of the site', () => {
  const folder = temporaryFolder();

  it('have other targets of links and pictures, and code as it was', () => {
    const page = [
      '# Title',
      '',
      'See [`flows`](flows.md), ![a picture](images/a.svg), and `[not](a-link.md)`.',
      '',
      '```md',
      '[not](a-link.md)',
      '```',
      '',
      '<!-- compiled in',
      'const hidden = 1;',
      '-->',
      '',
      '[again](flows.md#steps)',
    ].join('\n');
    expect(withTargets(page, (target) => target.replace(/\.\w+/, '.there'))).toBe(
      page
        .replace('](flows.md)', '](flows.there)')
        .replace('a.svg', 'a.there')
        .replace('flows.md#steps', 'flows.there#steps')
        .replace(/<!--[\s\S]*-->\n/, ''),
    );
  });

  it('show code whatever fences it holds', () => {
    expect(codeBlock('md', '````\ncode\n````')).toBe('`````md\n````\ncode\n````\n`````\n');
  });

  it('have a place each: the security policy is not the page on security', () => {
    new Assembly(ROOT, folder.at('pages')).write('');
    const titleOf = (name: string) => readFileSync(folder.at('pages', name), 'utf8').match(/^# .*$/m)?.[0];
    expect(titleOf('security.md')).toBe(titleIn('docs/security.md'));
    expect(titleOf('security-policy.md')).toBe(titleIn('SECURITY.md'));
    expect(readFileSync(folder.at('pages/security.md'), 'utf8')).toContain('## Keys of your own');
  });

  it('describe every entry of the package', () => {
    expect(() => refuseOtherEntries(ROOT)).not.toThrow();
  });
});

describe('links of the built site', () => {
  const folder = temporaryFolder();
  const page = (name: string, body: string): void => {
    mkdirSync(folder.at('guide'), { recursive: true });
    writeFileSync(folder.at(name), `<html><body>${body}</body></html>`);
  };

  it('that lead to a page, a heading or elsewhere are fine', async () => {
    page('index.html', '<a href="/guide/one.html#first">one</a><a href="https://example.com">elsewhere</a>');
    page('guide/one.html', '<h2 id="first">First</h2><a href="../">home</a><a href="#first">here</a>');
    expect(await deadLinks(folder.path)).toEqual([]);
  });

  it('that lead nowhere are named, with their page', async () => {
    page('index.html', '<a href="/guide/two.html">two</a><img src="/images/none.png">');
    page('guide/one.html', '<a href="#nowhere">nowhere</a>');
    expect((await deadLinks(folder.path)).sort()).toEqual([
      'guide/one.html: #nowhere: the page has no such heading',
      'index.html: /guide/two.html: there is no such page',
      'index.html: /images/none.png: there is no such page',
    ]);
  });

  it('are followed below the folder that the site is served from', async () => {
    page('index.html', '<a href="/library/guide/one.html">one</a>');
    page('guide/one.html', '');
    expect(await deadLinks(folder.path, '/library/')).toEqual([]);
  });
});
