import { readFileSync } from 'node:fs';

/** Bindings, of which no synthesis uses all. */
const BINDINGS = /^@cdktf\/provider-azurerm\/lib\//;
/** What a module of our own says at its head that takes long to load and that not every command uses. */
const MARK = /^\/\/ Loaded by its first use\b/m;

/** Whether a package's module is loaded by its first use. */
export function isBinding(module: string): boolean {
  return BINDINGS.test(module);
}

/** Whether a module of our own says that it is loaded by its first use. */
export function isMarked(file: string): boolean {
  return MARK.test(readFileSync(file, 'utf8'));
}

/**
 * A CommonJS module in which some modules are loaded by the first use of what is imported from them, and not with it. Lines stay where they are.
 *
 * @param code what the bundler wrote.
 * @param later those modules, as they are required, with the names of what is imported from each.
 */
export function loadedLater(code: string, later: ReadonlyMap<string, readonly string[]>): string {
  const variables = new Set<string>();
  return (
    code
      .replace(/^const ([\w$]+) = require\('([^']+)'\);$/gm, (line, variable: string, module: string) => {
        const names = later.get(module);
        if (names === undefined) return line;
        variables.add(variable);
        const getters = names.map((name) => `get ${name}() { return require("${module}").${name}; }`);
        return `const ${variable} = { ${getters.join(', ')} };`;
      })
      // What is required for the order of loading alone.
      .replace(/^require\('([^']+)'\);$/gm, (line, module: string) => (later.has(module) ? '' : line))
      .replace(
        /^exports\.(\w+) = ([\w$]+)\.(\w+);$/gm,
        (line, exported: string, variable: string, name: string) =>
          variables.has(variable)
            ? `Object.defineProperty(exports, "${exported}", { enumerable: true, get: function () { return ${variable}.${name}; } });`
            : line,
      )
  );
}
