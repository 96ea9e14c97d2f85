import { camelCase } from '../column-names';
import { elementTables } from '../element-tables';
import { type ContractProposal, type Literal } from '../proposal';
import { WIDTH } from './column-text';
import { contractText } from './contract-text';
import { literalText } from './literals';

/** Names that a module has from elsewhere, and words of the language that contracts could be named by. */
const RESERVED: ReadonlySet<string> = new Set([
  ...[
    'company',
    'dataContract',
    'days',
    'department',
    'mapping',
    't',
    'declareCompany',
    'case',
    'class',
    'default',
    'delete',
  ],
  ...[
    'export',
    'extends',
    'function',
    'import',
    'in',
    'new',
    'package',
    'private',
    'public',
    'return',
    'static',
    'switch',
  ],
  ...[
    'this',
    'var',
    'void',
    'while',
    'with',
    'yield',
    'enum',
    'interface',
    'let',
    'const',
    'try',
    'throw',
    'typeof',
    'null',
  ],
]);

/** Contracts with the tables that are made of them; with a company around, a preview can run them. */
export function moduleText(proposals: readonly ContractProposal[], withCompany: boolean): string {
  const named = proposals.map((proposal) => ({ proposal, constant: constantOf(proposal.name) }));
  const tables = named.flatMap(({ proposal, constant }) => tableLines(proposal, constant));
  const imports = [
    ...(withCompany ? ['company as declareCompany'] : []),
    'dataContract',
    'days',
    ...(withCompany ? ['department'] : []),
    'mapping',
    't',
  ];
  return `${[
    importLine(imports),
    ...named.map(({ proposal, constant }) => contractText(proposal, constant)),
    tables
      .map(({ lines }) => lines)
      .flat()
      .join('\n'),
    ...(withCompany
      ? [
          companyText(
            named.map(({ constant }) => constant),
            tables.map(({ constant }) => constant),
          ),
        ]
      : []),
  ].join('\n\n')}\n`;
}

function constantOf(name: string): string {
  const constant = camelCase(name);
  return RESERVED.has(constant) ? `${constant}Source` : constant;
}

function importLine(names: readonly string[]): string {
  const from = "from 'cdktf-azure-lakehouse/model';";
  const line = `import { ${names.join(', ')} } ${from}`;
  return line.length <= WIDTH ? line : `import {\n${names.map((name) => `  ${name},`).join('\n')}\n} ${from}`;
}

/** Typed, checked rows of a source, and of each of its arrays. */
function tableLines(
  proposal: ContractProposal,
  contract: string,
): { readonly constant: string; readonly lines: readonly string[] }[] {
  const clean = `clean${contract.charAt(0).toUpperCase()}${contract.slice(1)}`;
  return [
    { constant: clean, lines: [`export const ${clean} = mapping(${contract});`] },
    ...elementTables(proposal).map((table) => {
      const constant = camelCase(table.name);
      return { constant, lines: mappingLines(constant, contract, { ...table }) };
    }),
  ];
}

function mappingLines(
  constant: string,
  contract: string,
  options: Readonly<Record<string, Literal | undefined>>,
): string[] {
  const line = `export const ${constant} = mapping(${contract}, ${literalText(options)});`;
  if (line.length <= WIDTH) return [line];
  return [
    `export const ${constant} = mapping(${contract}, {`,
    ...Object.entries(options).map(([name, value]) => `  ${name}: ${literalText(value as Literal)},`),
    '});',
  ];
}

function companyText(sources: readonly string[], tables: readonly string[]): string {
  return `export const company = declareCompany('First look', {
  code: 'first',
  departments: [
    department('data', {
      description: 'Owns the sources; say whose they are',
${listMember('sources', sources)}
${listMember('tables', tables)}
    }),
  ],
  environments: [
    {
      name: 'dev',
      location: 'westeurope',
      network: { kind: 'public', reason: 'a first look at files, on one machine' },
      state: { kind: 'local' },
      tenantId: '00000000-0000-4000-8000-000000000001',
      sqlAdministrators: { name: 'sql-administrators', objectId: '00000000-0000-4000-8000-000000000002' },
      groups: {},
    },
  ],
});`;
}

function listMember(name: string, items: readonly string[]): string {
  const line = `      ${name}: [${items.join(', ')}],`;
  return line.length <= WIDTH
    ? line
    : `      ${name}: [\n${items.map((item) => `        ${item},`).join('\n')}\n      ],`;
}
