import { type Issue, LakehouseError } from '../../model';
import { type RunProgram } from '../doctor/run-program';
import { type ActivityRun } from './judge';

/** The version of the interface of data factories. Source: "Pipelines - Create Run", "Pipeline Runs - Get". */
const API = 'api-version=2018-06-01';

/** Longest time that one question to Azure takes, in milliseconds. */
const PATIENCE_MS = 120_000;

/** Activity runs are asked for by time, of which none is left out. */
const ANY_TIME = { lastUpdatedAfter: '2000-01-01T00:00:00Z', lastUpdatedBefore: '2100-01-01T00:00:00Z' };

/** How long somebody waits. */
export interface Waiting {
  /** Between two looks. */
  readonly pollMs: number;
  /** Altogether. */
  readonly longestMs: number;
  /** Lets time go by. */
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Runs a pipeline to its end, and gives what its activities came to.
 *
 * @throws LakehouseError when Azure cannot be asked (LH9354), or there is no such factory or pipeline, or no end (LH9352).
 */
export async function runPipeline(
  {
    factory,
    pipeline,
    parameters,
  }: { factory: string; pipeline: string; parameters: Readonly<Record<string, string>> },
  run: RunProgram,
  { pollMs, longestMs, sleep }: Waiting,
): Promise<ActivityRun[]> {
  const ask = (options: readonly string[]): Promise<unknown> => az(run, options);
  const id = await ask([
    ...['resource', 'list', '--name', factory, '--resource-type', 'Microsoft.DataFactory/factories'],
    ...['--query', '[0].id', '--output', 'json'],
  ]);
  if (typeof id !== 'string') throw failed(`there is no data factory ${factory} in this subscription`);
  const rest = (method: 'get' | 'post', path: string, body?: unknown): Promise<unknown> =>
    ask([
      ...['rest', '--method', method, '--url', `${id}/${path}?${API}`],
      ...(body === undefined ? [] : ['--body', JSON.stringify(body)]),
      ...['--output', 'json'],
    ]);
  const { runId } = (await rest('post', `pipelines/${pipeline}/createRun`, parameters)) as { runId?: string };
  if (runId === undefined) throw failed(`${pipeline} was not started`);
  let status = 'Queued';
  for (let waited = 0; status === 'Queued' || status === 'InProgress'; waited += pollMs) {
    if (waited >= longestMs)
      throw failed(`${pipeline}, run ${runId}, has no end after ${longestMs / 60_000} minutes`);
    await sleep(pollMs);
    ({ status = '' } = (await rest('get', `pipelineruns/${runId}`)) as { status?: string });
  }
  const { value = [] } = (await rest('post', `pipelineruns/${runId}/queryActivityruns`, ANY_TIME)) as {
    value?: ActivityRun[];
  };
  return value;
}

/** What the Azure CLI answers, as JSON. */
async function az(run: RunProgram, options: readonly string[]): Promise<unknown> {
  const ran = await run('az', options, PATIENCE_MS);
  switch (ran.kind) {
    case 'printed':
      try {
        return ran.text.trim() === '' ? undefined : (JSON.parse(ran.text) as unknown);
      } catch {
        throw failed('az printed what is no JSON');
      }
    case 'missing':
      throw new LakehouseError('smoke', [
        cannotAsk('is not installed', 'install the Azure CLI, and log in: az login'),
      ]);
    case 'timeout':
      throw failed(`az did not answer within ${ran.seconds} s`);
    case 'failed':
      if (/az login|AADSTS\d+/.test(ran.errors))
        throw new LakehouseError('smoke', [cannotAsk('has nobody logged in', 'az login')]);
      throw failed(ran.errors.split('\n').at(-1) ?? '');
  }
}

function cannotAsk(got: string, change: string): Issue {
  return { code: 'LH9354', at: 'smoke', prop: 'az', got, allowed: 'the Azure CLI, logged in', change };
}

function failed(got: string): LakehouseError {
  return new LakehouseError('smoke', [
    {
      code: 'LH9352',
      at: 'smoke',
      prop: 'run',
      got,
      allowed: 'an environment that is deployed, and the right to start pipelines: Data Factory Contributor',
      change: 'deploy it, choose its subscription (az account set), or ask for the role',
    },
  ]);
}
