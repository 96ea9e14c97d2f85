import { successorOf } from '../../packages/engines';

/** A name of a module as code says it: after `from`, `import` or `require`, or as what a test replaces. */
const SPECIFIER =
  /(\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\s*\(\s*|\b(?:mock|doMock|requireActual)\s*\(\s*)(['"])((?:@cdktf\/)?[\w.-]+)((?:\/[^'"\n]*)?)\2/g;

/** Code that imports the successor. What is not imported, such as names in texts, stays. */
export function withMovedImports(code: string): string {
  return code.replaceAll(
    SPECIFIER,
    (whole: string, before: string, quote: string, name: string, path: string) => {
      const successor = successorOf(name);
      return successor === undefined ? whole : `${before}${quote}${successor}${path}${quote}`;
    },
  );
}

/** Packages of the archived engine that code imports, and that have no place here. */
export function foreignPackages(code: string): string[] {
  const names = [...code.matchAll(SPECIFIER)].map(([, , , name = '']) => name);
  return [...new Set(names.filter((name) => name.startsWith('@cdktf/') && successorOf(name) === undefined))];
}
