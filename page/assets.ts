import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const packages = createRequire(__filename);

/** A library whose code stands in the page, with the terms under which it may. */
export interface PageLibrary {
  /** Name and version. */
  readonly name: string;
  /** Its code, as one script. */
  readonly code: string;
  /** The text of its licence. */
  readonly licence: string;
}

/** A script or rules of style that belong to the page, by file name. */
export function pageAsset(name: string): string {
  return readFileSync(join(__dirname, 'browser', name), 'utf8');
}

/** Sorts, searches and filters tables: TanStack Table, which leaves it to the page how they look. */
export function tableLibrary(): PageLibrary {
  const manifest = packages.resolve('@tanstack/table-core/package.json');
  const { version } = packages(manifest) as { readonly version: string };
  const home = dirname(manifest);
  const code = readFileSync(join(home, 'build', 'umd', 'index.production.js'), 'utf8');
  return {
    name: `TanStack Table ${version}`,
    code: code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'),
    licence: readFileSync(join(home, 'LICENSE'), 'utf8'),
  };
}
