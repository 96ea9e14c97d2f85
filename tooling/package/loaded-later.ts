import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Bindings, of which no synthesis uses all. */
const BINDINGS = /^@cdktf\/provider-azurerm\/lib\//;
/** What a module of our own says at its head that takes long to load and that not every command uses. */
const MARK = /^\/\/ Loaded by its first use\b/m;

const IMPORT = /^(?:const|var) (\w+) = require\("([^"]+)"\);$/gm;

/**
 * Compiled code in which some modules are loaded by the first use of what is imported from them, and not with the package: bindings, and modules
 * that say so at their head. Lines stay where they are.
 *
 * @param code what the compiler wrote.
 * @param file the TypeScript that it is of, from where its imports are found.
 */
export function loadedLater(code: string, file: string): string {
  return code.replace(IMPORT, (line, name: string, module: string) => {
    if (!BINDINGS.test(module) && !isMarked(resolve(dirname(file), `${module}.ts`))) return line;
    const members = new Set(
      [...code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, used]) => used),
    );
    const getters = [...members].map((used) => `get ${used}() { return require("${module}").${used}; }`);
    return `const ${name} = { ${getters.join(', ')} };`;
  });
}

function isMarked(file: string): boolean {
  return existsSync(file) && MARK.test(readFileSync(file, 'utf8'));
}
