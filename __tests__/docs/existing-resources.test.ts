import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/existing-resources.md'), 'utf8');

/** Without line breaks and indentation: a snippet stands further to the left than in its file. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const examples = ['layers-in-your-own-stack', 'departments-on-a-central-platform'].flatMap((name) =>
  readdirSync(join(ROOT, 'examples', name))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => plain(readFileSync(join(ROOT, 'examples', name, file), 'utf8'))),
);
const snippets = [...PAGE.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);

test('there are snippets', () => expect(snippets.length).toBeGreaterThan(3));

test.each(snippets)('is part of an example that compiles and is tested: %s', (code) => {
  expect(examples.filter((example) => example.includes(plain(code)))).not.toEqual([]);
});

test('names every fromExisting that there is', () => {
  const constructs = readdirSync(join(ROOT, 'constructs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(ROOT, 'constructs', file), 'utf8');
      return text.includes('static fromExisting(') ? [/export class (\w+)/.exec(text)?.[1] ?? file] : [];
    });
  const rows = [...PAGE.matchAll(/^\| `(\w+)` +\| `I\w+`/gm)].map(([, name = '']) => name);
  expect(rows.sort()).toEqual(constructs.sort());
});
