import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableLibrary } from '../../page/assets';
import { table } from './table';

/** A package that is installed with this one. */
export interface ThirdParty {
  /** Its name. */
  readonly name: string;
  /** Its licence, as an SPDX identifier. */
  readonly licence: string;
}

interface Locked {
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** All packages that npm installs with this one, peers aside: those that it depends on, and what they depend on. */
export function thirdParties(): ThirdParty[] {
  const { packages } = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  const found = new Map<string, Locked>();
  const visit = (from: string): void => {
    for (const name of Object.keys(packages[from]?.dependencies ?? {})) {
      const place = [`${from}/node_modules/${name}`, `node_modules/${name}`].find((path) => path in packages);
      if (place === undefined) throw new Error(`${name} is not in package-lock.json`);
      if (found.has(place)) continue;
      found.set(place, packages[place] ?? {});
      visit(place);
    }
  };
  visit('');
  return [...found]
    .map(([place, { license = 'unknown' }]) => ({
      name: place.replace(/^.*node_modules\//, ''),
      licence: license,
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** `THIRD-PARTY-NOTICES.md`: whose work comes with this package, and on what terms. */
export function thirdPartyPage(): string {
  const { name, licence } = tableLibrary();
  return `# Third-party notices

This package is under [Apache-2.0](LICENSE), and holds no code of others. npm installs these packages beside it, each with its own licence file; the engine, its
bindings and DuckDB are installed by whoever uses this package, on their own terms.

${table(
  ['package', 'licence'],
  thirdParties().map((each) => [`\`${each.name}\``, each.licence]),
)}

The page that a preview writes holds the code of ${name.replace(/ [\d.]+$/, '')}, and these terms with it:

\`\`\`text
${licence.trim()}
\`\`\`
`;
}
