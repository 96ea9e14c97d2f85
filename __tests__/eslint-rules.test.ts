import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { RuleTester } from 'eslint';
import { parser } from 'typescript-eslint';
import { rules } from '../eslint-rules';

RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({ languageOptions: { parser } });

function rule(name: string): (typeof rules)[string] & object {
  const found = rules[name];
  if (found === undefined) {
    throw new Error(`no rule is named '${name}'`);
  }
  return found;
}

function orDefault(code: string, output: string): RuleTester.InvalidTestCase {
  return { code, errors: [{ messageId: 'useNullish', suggestions: [{ messageId: 'replace', output }] }] };
}

tester.run('no-or-default-on-props', rule('no-or-default-on-props'), {
  valid: [
    'const days = props.days ?? 30;',
    "const name = label || 'hub';",
    'const both = settings.days || 30;',
    'const missing = props.days === undefined || props.days > 30;',
    'if (props.subnet || props.network) { connect(); }',
    'const mode = props.subnet || props.network ? "private" : "public";',
    'const none = !(props.subnet || props.network);',
    'const { days } = settings; const kept = days || 30;',
    'function make({ days }: Settings) { return days || 30; }',
    'function make(props: HubProps, days: number) { return days || 30; }',
  ],
  invalid: [
    orDefault('const days = props.days || 30;', 'const days = props.days ?? 30;'),
    orDefault('const days = options.days || 30;', 'const days = options.days ?? 30;'),
    orDefault('const days = this.props.days || 30;', 'const days = this.props.days ?? 30;'),
    orDefault('const days = hubProps.keep.days || 30;', 'const days = hubProps.keep.days ?? 30;'),
    orDefault('const days = props?.keep?.days || 30;', 'const days = props?.keep?.days ?? 30;'),
    orDefault('const days = (props.days as number) || 30;', 'const days = (props.days as number) ?? 30;'),
    orDefault("const days = props['days']! || 30;", "const days = props['days']! ?? 30;"),
    orDefault('props.days ||= 30;', 'props.days ??= 30;'),
    orDefault('run({ days: test ? props.days || 30 : 0 });', 'run({ days: test ? props.days ?? 30 : 0 });'),
    orDefault(
      'const { days } = props; const kept = days || 30;',
      'const { days } = props; const kept = days ?? 30;',
    ),
    orDefault(
      'const { keep: { days } } = this.props; const kept = days || 30;',
      'const { keep: { days } } = this.props; const kept = days ?? 30;',
    ),
    orDefault(
      'const days = props.days; function keep() { return days || 30; }',
      'const days = props.days; function keep() { return days ?? 30; }',
    ),
    orDefault(
      'class Hub { constructor(scope: object, { days }: HubProps = {}) { this.days = days || 30; } }',
      'class Hub { constructor(scope: object, { days }: HubProps = {}) { this.days = days ?? 30; } }',
    ),
  ],
});

function trailing(code: string, name: string): RuleTester.InvalidTestCase {
  return { code, errors: [{ messageId: 'trailing', data: { name } }] };
}

tester.run('no-trailing-spread', rule('no-trailing-spread'), {
  valid: [
    'make({ ...props, publicAccess: false });',
    'make({ ...props });',
    'make({ publicAccess: false, ...tags });',
    'make({ managedBy: "lakehouse", ...props.tags });',
    'make({ ...base, ...rest });',
  ],
  invalid: [
    trailing('make({ publicAccess: false, ...props });', 'props'),
    trailing('make({ publicAccess: false, ...this.options });', 'options'),
    trailing('make({ publicAccess: false, ...input.overrides });', 'overrides'),
    trailing('make({ publicAccess: false, ...config });', 'config'),
    trailing('make({ publicAccess: false, ...hubProps });', 'hubProps'),
    trailing('make({ publicAccess: false, ...(namespaceOptions ?? {}) });', 'namespaceOptions'),
    trailing('make({ publicAccess: false, ...(open && props) });', 'props'),
    trailing('make({ publicAccess: false, ...(open ? props : {}) });', 'props'),
    trailing('make({ publicAccess: false, ...(props as object), last: 1 });', 'props'),
    trailing('make({ ...DEFAULTS, ...props });', 'props'),
    trailing('make({ outer: { publicAccess: false, ...props } });', 'props'),
  ],
});

/** Files of the tests below, in a folder of their own. */
const folder = mkdtempSync(join(tmpdir(), 'lint-rules-'));
const files = {
  'tsconfig.json': JSON.stringify({ compilerOptions: { strict: true, lib: ['ES2022'], types: [] } }),
  'kinds.ts': '',
  'here.ts': '',
  'type.ts': "import { type Own } from './here';",
  'export.ts': "export * from './type';",
  'query.ts': "export type Own = import('./here').Own;",
  'apart.ts': "import { join } from 'node:path';\nimport { type Own } from './missing';",
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Types decide: the code is compiled by itself, without this repository. */
const typed = new RuleTester({
  languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: folder } },
});
const options = [{ kinds: ['http', 'rest'], instead: 'the connector' }];
const from = "declare const from: { kind: 'http' | 'rest' | 'sql' } | undefined;";
const step = "declare const step: 'read' | 'sql';";

typed.run('one-place-for-kinds', rule('one-place-for-kinds'), {
  valid: [
    `${step} const isSql = step === 'sql';`,
    `${step} switch (step) { case 'sql': break; default: }`,
    `${step} const label = { read: 1, sql: 2 }[step];`,
    `${from} const name = \`rows_\${from?.kind}\`;`,
    "declare const kind: string; const isRest = kind === 'rest';",
  ].map((code) => ({ code, options, filename: join(folder, 'kinds.ts') })),
  invalid: [
    `${from} const isSql = from?.kind === 'sql';`,
    `${from} const isOther = 'sql' !== from?.kind;`,
    `${from} const kind = from?.kind; switch (kind) { case 'sql': break; default: }`,
    `${from} const label = from && { http: 1, rest: 2, sql: 3 }[from.kind];`,
  ].map((code) => ({
    code,
    options,
    filename: join(folder, 'kinds.ts'),
    errors: [{ messageId: 'elsewhere' }],
  })),
});

const cyclic = (code: string, ...way: string[]): RuleTester.InvalidTestCase => ({
  code,
  filename: join(folder, 'here.ts'),
  errors: [
    {
      messageId: 'cycle',
      data: {
        way: [...way, 'here.ts'].map((name) => relative(process.cwd(), join(folder, name))).join(' → '),
      },
    },
  ],
});

tester.run('no-import-cycle', rule('no-import-cycle'), {
  valid: [
    "import { a } from './apart';",
    "export * from './missing';",
    "import type { RuleTester } from 'eslint';",
  ].map((code) => ({ code, filename: join(folder, 'here.ts') })),
  invalid: [
    cyclic("import { a } from './type';", 'type.ts'),
    cyclic("import { type A } from './type';", 'type.ts'),
    cyclic("import type { A } from './export';", 'export.ts', 'type.ts'),
    cyclic("export { a } from './query';", 'query.ts'),
    cyclic("export * from './export';", 'export.ts', 'type.ts'),
  ],
});
