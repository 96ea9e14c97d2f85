import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Words that only this project used, and what the field says instead. A reader who knows Azure, dbt, Spark or aws-cdk should
 * need no dictionary, so they stay out of code, tests, messages and documents.
 */
const RETIRED: readonly (readonly [word: RegExp, instead: string])[] = [
  [/hand-?overs?\b/i, 'manual steps'],
  [/\bstand-?ins?\b/i, 'fallback, placeholder or pseudonym'],
  [/\btwins?\b/i, 'DuckDB override'],
  [/\bmoments\b|\ba moment (in|that|of)\b/i, 'timestamp'],
  [/\b(is|are|be|was|were) told\b(?! apart)/i, 'reported'],
  [/\bspeaks\b(?! for)/i, 'fires, or refers to'],
  [/\btells: |\btells(Whose|Which)\b/, 'payload, includeKey'],
  [/\brules? on streams?\b|StreamRule/, 'alert rule, AlertRule'],
  [/\baccessElsewhere\b/, 'externalAccess'],
  [/\bways? into (the |a )?lakes?\b|WaysIntoLakes/i, 'private endpoints into lakes'],
  [/\bModelPaths?\b|\bpathsToLake\b/, 'outbound rules'],
  [/PrivateModelNames/, 'private DNS zones'],
  [/\bModelSites?\b/, 'ModelBinding'],
  [/\bPromised\b/, 'ContractColumns'],
  [/\b(read|write|filter)Recent\b|\brecent rows\b/, 'readTimeRange, time range'],
  [/\bmainLine\b|\bmain line\b/, 'drivingInput'],
  [/\bcarriedColumns\b/, 'passThroughColumns'],
  [/\bMatchFilter\b/, 'SemiJoin'],
  // A policy scanner's report has a field of that name, and pages have an element.
  [/\bsummar(y|ies|ise|ised)\b(?!'?[\]:)])/i, 'aggregate'],
  [/\borElse\b/, 'coalesce'],
  [/\b(left|right)most\b/, 'left, right'],
  [/\bfirstOf(Month|Week)\b/, 'startOfMonth, startOfWeek'],
  [/\b(smallest|negated|absolute)\(/, 'least, negate, abs'],
  [/\b(Batch|Http|Rest|Sql|Files)Origins?\b/, 'connector'],
  [/\bdeliveredA[st]\b/, 'physicalName, path'],
  [/\bload columns?\b|\bloadColumns\b|\bLOAD_COLUMNS\b|\baddedByLoads\b/i, 'metadata columns'],
  [/\bsieved?s?\b/i, 'row validator'],
  [/\bleftovers?\b/i, 'orphaned run folders'],
  [/\bleftOut\b/, 'filtered'],
  [/\bPoliced\b/, 'WithPolicy'],
];

const ROOT = join(__dirname, '../..');
const PLACES = [
  ...['README.md', 'CHANGELOG.md', 'index.ts', 'main.ts', 'bench', 'departments', 'docs', 'examples'],
  ...['model', 'compilers', 'record', 'validation', 'constructs', 'stacks', 'preview', 'output', '__tests__'],
];
// Interpreters speak the languages of the engines; this file lists the words.
const NOT_READ = ['node_modules', 'emulators', 'retired-words.test.ts'];

function filesIn(path: string): string[] {
  if (/\.(ts|md|sql|snap)$/.test(path)) return [path];
  return readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter(
      ({ name }) => !NOT_READ.includes(name) && (!name.includes('.') || /\.(ts|md|sql|snap)$/.test(name)),
    )
    .flatMap((entry) => filesIn(join(path, entry.name)));
}

const lines = PLACES.flatMap(filesIn).flatMap((file) =>
  readFileSync(join(ROOT, file), 'utf8')
    .split('\n')
    .map((text, index) => ({ at: `${file}:${index + 1}`, text })),
);

it('reads code, tests and documents', () => {
  const read = new Set(lines.map(({ at }) => at.split(/[\\/:]/)[0]));
  expect(PLACES.filter((place) => !read.has(place))).toEqual([]);
});

/** Where a former name stands until it ends: where it is deprecated, where that is tested, and where it is announced. */
const UNTIL_IT_ENDS =
  /^(model\/contracts\/column-builder\.ts|__tests__\/model\/validation-nested\.test\.ts|CHANGELOG\.md):/;
const isDeprecated = ({ at, text }: { readonly at: string; readonly text: string }): boolean =>
  UNTIL_IT_ENDS.test(at) && /\bdelivered(As|At)(`|\()/.test(text);

it.each(RETIRED)('%s is called %s', (word, instead) => {
  const found = lines
    .filter((line) => word.test(line.text) && !isDeprecated(line))
    .map(({ at, text }) => `${at}: ${text.trim()}`);
  expect({ instead, found }).toEqual({ instead, found: [] });
});
