import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED_PAGES } from '../../tooling/docs/pages';

it.each(Object.entries(GENERATED_PAGES))('%s is what npm run docs makes of the code', (path, page) => {
  expect(readFileSync(join(__dirname, '../..', path), 'utf8')).toBe(page());
});
