// eslint-disable-next-line @typescript-eslint/no-restricted-imports -- a mark of an event that is sent, not of what is synthesized
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command } from 'commander';
import { type Issue, LakehouseError, listed, throwIssues } from '../model';
import { type SmokeDocument } from '../stacks/smoke-document';
import { runProgram } from './doctor/run-program';
import { appOption, loadCompany } from './loader/load-company';
import { requirePackages } from './packages';
import { printJson } from './print-json';
import { withProgress } from './progress';
import { type LayerResult } from './smoke/judge';
import { sendMarked } from './smoke/stream';
import { runTests, type SmokeResult } from './smoke/tests';
import { subcommand, wholeNumber } from './subcommand';

interface SmokeOptions {
  readonly app?: string;
  readonly environment: string;
  readonly department?: string;
  readonly stream?: string;
  readonly out: string;
  readonly poll: number;
  readonly longest: number;
  readonly memory?: number;
  readonly json?: true;
}

/** The version of `smoke/<environment>.json` that is understood. */
const FORMAT = 1;

/** `lakehouse smoke`: takes a row through every layer of what is deployed. */
export function smokeCommand(): Command {
  return subcommand({
    name: 'smoke',
    examples: [
      'lakehouse smoke --environment dev',
      'lakehouse smoke --environment prod --department operations --json',
      'lakehouse smoke --environment dev --stream orders',
    ],
    notes:
      'It starts pipelines of data factories as whoever is logged in to az, and ends with 1 when a layer fell short, with 3 when az is missing or nobody is logged in.',
  })
    .addOption(appOption())
    .requiredOption('--environment <environment>', 'what is deployed')
    .option('--department <department>', 'its test alone (default: all that have one)')
    .option('--stream <source>', 'send one marked event to its hub instead, by your own identity')
    .option('--out <folder>', 'where the environment was synthesized to', 'cdktf.out')
    .option('--poll <seconds>', 'between two looks at a run', wholeNumber(1), 15)
    .option('--longest <minutes>', 'how long a run is waited for', wholeNumber(1), 60)
    .option(
      '--memory <MiB>',
      'most memory of the engine that computes the rows (default: 256)',
      wholeNumber(1),
    )
    .option('--json', 'print JSON, for programs')
    .action(smoke);
}

async function smoke(options: SmokeOptions): Promise<void> {
  const { environment, out, stream, json } = options;
  const document = documentIn(out, environment);
  if (stream !== undefined) {
    const found = await sent(document, stream);
    if (json) printJson({ environment, stream, found });
    else console.log(found);
    return;
  }
  const tests = document.tests.filter(
    ({ department }) => options.department === undefined || department === options.department,
  );
  if (tests.length === 0)
    throw nothing(
      `has no smoke test${options.department === undefined ? '' : ` of ${options.department}`}`,
      listed(document.tests.map(({ department }) => department)),
    );
  requirePackages(['@duckdb/node-api'], 'the rows that are expected are computed by it');
  const company = await loadCompany(options.app);
  const results = await withProgress(`running ${tests.length} smoke tests`, () =>
    runTests(company, tests, {
      run: runProgram,
      ...(options.memory !== undefined && { memoryMiB: options.memory }),
      waiting: { pollMs: options.poll * 1000, longestMs: options.longest * 60_000, sleep: (ms) => sleep(ms) },
    }),
  );
  if (json) printJson({ environment, tests: results });
  else for (const result of results) console.log(lines(result).join('\n'));
  throwIssues('smoke', results.flatMap(shortIssues));
}

function sent({ streams, environment }: SmokeDocument, source: string): Promise<string> {
  const stream = streams.find(({ hub }) => hub === source);
  if (stream === undefined)
    throw nothing(`has no stream ${source} in ${environment}`, listed(streams.map(({ hub }) => hub)));
  return sendMarked(stream, randomUUID(), { run: runProgram, send: fetch });
}

function documentIn(out: string, environment: string): SmokeDocument {
  const file = join(out, 'smoke', `${environment}.json`);
  try {
    const document = JSON.parse(readFileSync(file, 'utf8')) as SmokeDocument;
    if (document.format === FORMAT) return document;
  } catch {
    // It is not there, or is no JSON.
  }
  throw nothing(`"${file}" is not there, or is of another format`, 'what a synthesis of this version wrote');
}

function nothing(got: string, allowed: string): LakehouseError {
  return new LakehouseError('smoke', [
    {
      code: 'LH9352',
      at: 'smoke',
      prop: 'environment',
      got,
      allowed,
      change: 'say smokeTest: true in the environment, synthesize and deploy it',
    },
  ]);
}

const MARKS: Readonly<Record<LayerResult['status'], string>> = {
  passed: 'ok  ',
  failed: 'FAIL',
  notReached: '-   ',
  notTested: '-   ',
};

function lines({ department, source, layers }: SmokeResult): string[] {
  return [
    `${department}: a row of ${source}`,
    ...layers.flatMap(({ layer, status, found, usually }) => [
      `  ${MARKS[status]}  ${layer.padEnd(8)} ${found}`,
      ...(usually === undefined ? [] : [`                 → usually ${usually}`]),
    ]),
  ];
}

function shortIssues({ department, layers }: SmokeResult): Issue[] {
  return layers
    .filter(({ status }) => status === 'failed')
    .map(({ layer, found, usually }) => ({
      code: 'LH9353',
      at: department,
      prop: layer,
      got: `fell short: ${found}`,
      ...(usually !== undefined && { change: `look at ${usually}` }),
    }));
}
