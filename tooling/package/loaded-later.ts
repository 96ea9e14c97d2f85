/** What is loaded when it is first used, and not with the package: bindings, of which no synthesis uses all, and what checks shapes. */
const LATER = /^@cdktf\/provider-azurerm\/lib\/|\/shapes\/definitions$|\/record-file$/;

const IMPORT = /^(?:const|var) (\w+) = require\("([^"]+)"\);$/gm;

/** Compiled code in which such modules are loaded by the first use of what is imported from them. Lines stay where they are. */
export function loadedLater(code: string): string {
  return code.replace(IMPORT, (line, name: string, module: string) => {
    if (!LATER.test(module)) return line;
    const members = new Set(
      [...code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, used]) => used),
    );
    const getters = [...members].map((used) => `get ${used}() { return require("${module}").${used}; }`);
    return `const ${name} = { ${getters.join(', ')} };`;
  });
}
