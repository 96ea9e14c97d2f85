'use strict';

const js = require('@eslint/js');
const { defineConfig } = require('eslint/config');
const importX = require('eslint-plugin-import-x');
const jsdoc = require('eslint-plugin-jsdoc');
const tseslint = require('typescript-eslint');
const lakehouse = require('./eslint-rules');

// Its own types describe an older context than the one ESLint 9 hands over; at run time it is an ordinary plugin.
const importPlugin = /** @type {import('eslint').ESLint.Plugin} */ (/** @type {unknown} */ (importX));

/** What each folder may import from the others: arrows go one way. */
const MAY_IMPORT = {
  model: [],
  lineage: ['model'],
  diagram: ['cost', 'model'],
  output: ['model'],
  packages: ['model'],
  cost: ['model'],
  compilers: ['model'],
  validation: ['compilers', 'model'],
  record: ['compilers', 'model'],
  constructs: ['compilers', 'model'],
  stacks: [
    'constructs',
    'record',
    'validation',
    'compilers',
    'cost',
    'diagram',
    'lineage',
    'model',
    'output',
    'packages',
  ],
  preview: ['validation', 'compilers', 'model', 'output', 'packages'],
  testing: ['preview', 'validation', 'compilers', 'model', 'output'],
  page: ['preview', 'compilers', 'diagram', 'lineage', 'model', 'output'],
  sniff: ['preview', 'compilers', 'model'],
  cli: [
    'sniff',
    'page',
    'preview',
    'stacks',
    'constructs',
    'record',
    'validation',
    'compilers',
    'cost',
    'diagram',
    'lineage',
    'model',
    'output',
    'packages',
  ],
  departments: ['model'],
};

const PUBLISHED = [
  'model',
  'lineage',
  'diagram',
  'cost',
  'output',
  'packages',
  'compilers',
  'record',
  'validation',
  'constructs',
  'stacks',
  'preview',
  'page',
  'sniff',
  'testing',
  'cli',
];
const SYNTHESIZED = [
  'model',
  'lineage',
  'diagram',
  'cost',
  'packages',
  'compilers',
  'record',
  'validation',
  'constructs',
  'stacks',
  'departments',
];

/** @param {readonly string[]} folders */
const filesIn = (folders) => folders.map((folder) => `${folder}/**/*.ts`);

const layerZones = Object.entries(MAY_IMPORT).map(([layer, others]) => ({
  target: `./${layer}`,
  from: '.',
  except: [layer, ...others, 'node_modules'].map((folder) => `./${folder}`),
  message: `Of this repository, ${layer} may import ${['only itself', ...others].join(', ')}.`,
}));

const PROVIDER_ROOT = {
  regex: '^@cdk(tf|tn)/provider-azurerm(/lib)?(/index(\\.js)?)?$',
  message:
    "Import the resource by sub-path, as '@cdktf/provider-azurerm/lib/eventhub': the root loads them all.",
};
const OWN_NAME = {
  regex: '^cdktf-azure-lakehouse(/|$)',
  message: 'Inside the package, import by relative path.',
};
const TERRAFORM = {
  regex: '^(cdktf|cdktn|constructs|@cdktf/.*|@cdktn/.*)(/|$)',
  message: 'This folder knows nothing of Terraform.',
};
const PACKAGES = {
  regex: '^(?!\\.)',
  message: 'The model imports nothing but itself.',
};
const PACKAGES_BUT_NODE = {
  regex: '^(?!\\.|node:)',
  message: 'Departments import nothing but the model (and Node.js, to read files).',
};
const DICE = {
  group: ['crypto', 'node:crypto'],
  importNames: ['randomBytes', 'randomFillSync', 'randomInt', 'randomUUID', 'webcrypto'],
  message: 'The same input gives the same bytes: nothing rolls dice at synth.',
};

/**
 * @param {readonly object[]} patterns
 * @returns {import('eslint').Linter.RulesRecord}
 */
const restrictImports = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

const ENUM = {
  selector: 'TSEnumDeclaration',
  message: 'A closed set is a union of strings, or an object `as const`.',
};
const CLOCK = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
  message: 'Nothing reads the clock at synth.',
};

// Every exported class, interface, function, type and constant, and every public member of them.
const DOCUMENTED = [
  'ClassDeclaration',
  'TSInterfaceDeclaration',
  'FunctionDeclaration',
  'TSDeclareFunction',
  'TSTypeAliasDeclaration',
]
  .map((declaration) => `ExportNamedDeclaration > ${declaration}`)
  .concat(
    "ExportNamedDeclaration[declaration.type='VariableDeclaration']",
    ['PropertyDefinition', 'TSAbstractPropertyDefinition', 'TSAbstractMethodDefinition']
      .concat("MethodDefinition[kind!='constructor']")
      .map(
        (member) =>
          `ExportNamedDeclaration > ClassDeclaration > ClassBody > ${member}` +
          "[accessibility!='private'][accessibility!='protected'][override!=true]" +
          "[key.type!='PrivateIdentifier']" +
          // The first signature of an overloaded method is documented, and speaks for the others.
          ":not(MethodDefinition[value.type='TSEmptyBodyFunctionExpression'] + MethodDefinition)",
      ),
    // A member of one literal type (`kind: 'join'`) only tells a union's cases apart.
    ["TSPropertySignature[typeAnnotation.typeAnnotation.type!='TSLiteralType']", 'TSMethodSignature'].map(
      (member) => `ExportNamedDeclaration > TSInterfaceDeclaration > TSInterfaceBody > ${member}`,
    ),
  );

module.exports = defineConfig(
  { ignores: ['dist/', 'dist-successor/', 'cdktf.out/', 'preview.out/', 'coverage/', 'site/', 'site.out/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    plugins: { 'import-x': importPlugin, lakehouse },
    settings: {
      'import-x/extensions': ['.ts', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.js', '.json'] })],
    },
    rules: {
      'lakehouse/no-import-cycle': 'error',
      'lakehouse/no-or-default-on-props': 'error',
      'lakehouse/no-trailing-spread': 'error',

      eqeqeq: 'error',
      'max-lines': ['warn', { max: 400 }],
      // A constructor that tells what it makes, and a table of writers, may be long; a second reader is lost beyond this.
      'max-lines-per-function': ['warn', { max: 100, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ENUM],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' }],

      'import-x/first': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-duplicates': 'error',
      'import-x/no-mutable-exports': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: __dirname, zones: layerZones }],
      ...restrictImports(PROVIDER_ROOT),

      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-extraneous-class': 'off',
      // What the types rule out is still checked where users' values come in: a library is called from JavaScript too.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
    },
  },
  {
    name: 'the packed library: docs, dependencies that are installed with it',
    files: ['index.ts', ...filesIn(PUBLISHED)],
    plugins: { jsdoc },
    rules: {
      ...restrictImports(PROVIDER_ROOT, OWN_NAME, DICE),
      'import-x/no-extraneous-dependencies': ['error', { devDependencies: false, peerDependencies: true }],

      'jsdoc/require-jsdoc': [
        'error',
        {
          contexts: DOCUMENTED,
          require: {
            ArrowFunctionExpression: false,
            ClassDeclaration: false,
            FunctionDeclaration: false,
            FunctionExpression: false,
            MethodDefinition: false,
          },
          enableFixer: false,
          exemptOverloadedImplementations: true,
        },
      ],
      'jsdoc/require-description': ['error', { contexts: DOCUMENTED, descriptionStyle: 'body' }],
      'jsdoc/check-alignment': 'error',
      'jsdoc/check-param-names': ['error', { checkDestructured: false }],
      'jsdoc/check-tag-names': [
        'error',
        { definedTags: ['default', 'defaultValue', 'remarks', 'typeParam'] },
      ],
      'jsdoc/empty-tags': 'error',
      'jsdoc/no-bad-blocks': 'error',
      'jsdoc/no-types': 'error',
      'jsdoc/require-param-description': 'error',
      'jsdoc/require-returns-description': 'error',
    },
  },
  {
    name: 'the same input gives the same bytes',
    files: filesIn(SYNTHESIZED),
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'performance', message: 'Nothing reads the clock at synth.' },
        { name: 'crypto', message: 'Nothing rolls dice at synth.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Nothing reads the clock at synth.' },
        { object: 'Math', property: 'random', message: 'Nothing rolls dice at synth.' },
        { object: 'process', property: 'env', message: 'What decides the output is passed in as props.' },
      ],
      'no-restricted-syntax': ['error', ENUM, CLOCK],
    },
  },
  {
    name: 'no Terraform in the compilers, the validation, the preview, the tests of flows, the page, the first look, the cost, the lineage, the pictures and the output folders',
    files: filesIn([
      'compilers',
      'cost',
      'diagram',
      'lineage',
      'output',
      'validation',
      'preview',
      'testing',
      'page',
      'sniff',
    ]),
    rules: restrictImports(PROVIDER_ROOT, OWN_NAME, DICE, TERRAFORM),
  },
  {
    name: 'a kind of batch source is one object',
    files: filesIn([...PUBLISHED, ...SYNTHESIZED]),
    ignores: ['compilers/source-connectors/**'],
    rules: {
      'lakehouse/one-place-for-kinds': [
        'error',
        { kinds: ['http', 'rest'], instead: "the source's connector (compilers/source-connectors)" },
      ],
    },
  },
  {
    name: 'the model imports nothing',
    files: filesIn(['model']),
    rules: restrictImports(PACKAGES),
  },
  {
    name: 'departments import the model only',
    files: filesIn(['departments']),
    rules: restrictImports(PACKAGES_BUT_NODE, DICE),
  },
  {
    name: 'programs that print',
    files: [
      'main.ts',
      'preview/**/*.ts',
      'tooling/package/**/*.ts',
      'cli/**/*.ts',
      'bench/**/*.ts',
      '.ci/**',
      'examples/**/*.ts',
      '__tests__/emulators/azure/cli.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    name: 'tests',
    files: ['**/__tests__/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    name: 'scripts of the page: they run in a browser, each as a function of its own',
    files: ['page/browser/*.js'],
    languageOptions: {
      globals: {
        document: 'readonly',
        window: 'readonly',
        TableCore: 'readonly',
      },
      sourceType: 'script',
    },
  },
  {
    name: 'configuration and lint rules: CommonJS',
    files: ['**/*.js'],
    ignores: ['page/browser/*.js'],
    languageOptions: {
      globals: {
        __dirname: 'readonly',
        console: 'readonly',
        module: 'writable',
        process: 'readonly',
        require: 'readonly',
      },
      sourceType: 'commonjs',
    },
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
