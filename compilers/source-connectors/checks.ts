import { type Form, formMistakes, type MissingFile, type Mistake, reasonMistakes } from '../../model';

/** What is wrong with the address of a host. */
export function baseUrlMistakes(baseUrl: string): Mistake[] {
  return formMistakes('baseUrl', baseUrl, BASE_URL);
}

const BASE_URL: Form = {
  pattern: /^https:\/\/[^\s/?#'"{}]+$/,
  allowed: 'https:// and a host, without a path',
  change: 'put the path into delivery.from.path',
};

/** What is wrong with why there may be no file. */
export function missingMistakes(mayBeMissing: MissingFile | undefined): Mistake[] {
  if (mayBeMissing === undefined) return [];
  return reasonMistakes('mayBeMissing.reason', mayBeMissing.reason, 'say why a window may bring nothing');
}

/** What is wrong with names of JSON members; they become a JSON path in brackets and quotes. */
export function namesMistakes(prop: string, names: readonly string[]): Mistake[] {
  const bad = names.find((name) => !/^[^'"\\{}[\]]+$/.test(name));
  if (names.length > 0 && bad === undefined) return [];
  return [
    {
      code: 'LH0001',
      prop,
      got: bad === undefined ? 'is empty' : `has "${bad}"`,
      allowed: 'one or more names, each without quotes, brackets, braces and backslashes',
      change: "write a name for each step, e.g. ['result', 'items']",
    },
  ];
}
