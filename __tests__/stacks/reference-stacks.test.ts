import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LakehouseStack } from '../../stacks';
import { expectFile, sortedJson } from '../support/file-snapshot';
import { referenceStacks } from '../support/reference-stacks';
import { addresses, statesReadBy, synthAll, withoutVersions } from '../support/synth';

/** Attributes that are JSON in a text, as what they say: a snapshot of them can be read. */
function opened(terraform: unknown): unknown {
  return JSON.parse(JSON.stringify(terraform), (key, value: unknown) =>
    key.endsWith('_json') && typeof value === 'string' ? (JSON.parse(value) as unknown) : value,
  );
}

/** The stacks of the reference company, as they are synthesized: what changes here changes what is deployed. */
const dev: LakehouseStack[] = referenceStacks('dev');
const prod: LakehouseStack[] = referenceStacks('prod');
const named = (stacks: readonly LakehouseStack[]) => stacks.map((stack) => [stack.node.id, stack] as const);

test('are six for each environment', () => {
  const names = ['platform', 'supply-chain', 'operations', 'it-security', 'marketing', 'executives'];
  expect(dev.map(({ node }) => node.id)).toEqual(names.map((name) => `${name}-dev`));
  expect(prod.map(({ node }) => node.id)).toEqual(names.map((name) => `${name}-prod`));
});

/** A department in a private environment, in hosts of its own: everything that a department can have. */
const PRIVATE = 'it-security-prod';

const written = new Map(
  [dev, prod].flatMap((stacks) =>
    synthAll(stacks).map((terraform, index) => [stacks[index]!.node.id, terraform] as const),
  ),
);

const snapshot = (...path: readonly string[]): string => join(__dirname, '__snapshots__', ...path);

test.each([...dev.map(({ node }) => node.id), PRIVATE])('%s is what it was', (name) => {
  expectFile(snapshot('stacks', `${name}.json`), sortedJson(opened(withoutVersions(written.get(name)!))));
});

test.each([...written.keys()])(
  '%s has these addresses: one that leaves the list is a resource destroyed',
  (name) => {
    expectFile(snapshot('addresses', `${name}.txt`), `${addresses(written.get(name)!).join('\n')}\n`);
  },
);

test('no snapshot is of a stack that is gone', () => {
  const files = (folder: string): string[] => readdirSync(snapshot(folder)).sort();
  expect(files('addresses')).toEqual([...written.keys()].map((name) => `${name}.txt`).sort());
  expect(files('stacks')).toEqual(
    [...dev.map(({ node }) => node.id), PRIVATE].map((name) => `${name}.json`).sort(),
  );
});

test.each(named([...dev, ...prod]))('%s refers to the platform at most', (name, stack) => {
  const [platform] = [dev, prod]
    .map((stacks) => stacks[0])
    .filter((first) => first?.environment === stack.environment);
  expect(statesReadBy(written.get(name)!)).toEqual(stack === platform ? [] : [platform!.node.id]);
});

test.each([
  ['dev', dev],
  ['prod', prod],
] as const)(
  'stacks of %s come after those that their triggers and endpoints need, where there is no circle',
  (name, stacks) => {
    const order = stacks.map(({ node, dependencies }) => [
      node.id.replace(`-${name}`, ''),
      dependencies.map((other) => other.node.id.replace(`-${name}`, '')).sort(),
    ]);
    expect(Object.fromEntries(order)).toEqual({
      platform: [],
      'supply-chain': ['operations', 'platform'],
      operations: ['platform'],
      'it-security': ['platform'],
      marketing: ['operations', 'platform'],
      executives: ['operations', 'platform', 'supply-chain'],
    });
  },
);
