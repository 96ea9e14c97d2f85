'use strict';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/tooling/tests/environment.js',
  globalSetup: '<rootDir>/tooling/tests/setup.ts',
  globalTeardown: '<rootDir>/tooling/tests/teardown.ts',
  // Not in the system's temporary folder, which tests leave as it was.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testSequencer: '<rootDir>/tooling/tests/sequencer.js',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts', '<rootDir>/examples/**/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/dist/',
    '/dist-successor/',
    '/cdktf\\.out/',
    '/preview\\.out/',
  ],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2022',
          keepClassNames: true,
          transform: { useDefineForClassFields: true },
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  moduleNameMapper: {
    '^cdktf-azure-lakehouse$': '<rootDir>/index.ts',
    '^cdktf-azure-lakehouse/(model|lineage|diagram|compilers|validation|constructs|stacks|preview|testing|page|cost)$':
      '<rootDir>/$1/index.ts',
    // Jest loads no ES modules; each of these packages also holds its release as one script.
    '^@observablehq/plot$': '<rootDir>/node_modules/@observablehq/plot/dist/plot.umd.js',
    '^d3@[\\d.]+/dist/d3\\.min\\.js$': '<rootDir>/node_modules/d3/dist/d3.js',
  },
  // Jest leaves one core to itself by default, which on two cores runs every file one after the other.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
  // Ends what hangs, not what waits for a busy machine.
  testTimeout: 300_000,
  restoreMocks: true,
  errorOnDeprecated: true,
  snapshotFormat: { escapeString: false, printBasicPrototype: false },
  coverageProvider: 'v8',
  collectCoverageFrom: [
    '{model,lineage,diagram,cost,output,compilers,record,validation,constructs,stacks,departments,preview,testing,page,sniff,cli}/**/*.ts',
  ],
};
