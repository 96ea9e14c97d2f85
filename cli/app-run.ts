import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Option } from 'commander';
import { LakehouseError } from '../model';
import { NOTHING_SYNTHESIZED } from './app-report';
import { AlreadySaid } from './failure';
import { requireFittingPackages } from '../packages/fitting';
import { moduleFile, noModule } from './loader/module-file';
import { withProgress } from './progress';
import { usualOutdir, wroteSince } from './written-stacks';

/** An app that is run to synthesize. */
export interface AppRun {
  /** A module, or a command for the shell. @default main, or else the "app" of cdktf.json */
  readonly app?: string;
  /** Where it writes to, for apps that leave that to the command. @default cdktf.out */
  readonly outdir?: string;
  /** The environments, for apps that go by `ENVIRONMENT`. */
  readonly environment?: string;
  /** The day until which windows are counted, for apps that go by `AS_OF`. */
  readonly asOf?: string;
  /** Where its output goes. Its errors always go to stderr. */
  readonly output: 'stdout' | 'stderr' | 'nowhere';
  /** Whether it says where in the code it failed. */
  readonly verbose?: boolean;
}

const SYNTHESIZES = 'a module that synthesizes, or a command';

/** The option of commands that run an app. */
export function synthesizingAppOption(): Option {
  return new Option(
    '--app <module or command>',
    'what synthesizes: a module, or a command for the shell (default: main, or the "app" of cdktf.json)',
  );
}

/**
 * Runs an app as a program of its own. Modules are run whatever they are written in, commands by the shell.
 *
 * @throws LakehouseError when there is no app (LH8004), when it cannot be run with the packages that are here (LH9374, LH9375), or when a command
 * fails (LH9205); {@link AlreadySaid} when a module does.
 */
export async function runApp(run: AppRun): Promise<void> {
  requireFittingPackages(process.cwd());
  const app = run.app ?? usualApp();
  const file = moduleFile(app);
  if (file === undefined && /^\S+\.[mc]?[jt]s$/.test(app)) throw noModule(app, SYNTHESIZES);
  const since = Date.now();
  const { code, signal, said } = await withProgress(`running ${app}`, () =>
    ended(file === undefined ? shell(app, run) : program(file, run)),
  );
  // It may have run another program that synthesizes.
  if (code === 0 && said === NOTHING_SYNTHESIZED && !wroteSince(run.outdir ?? usualOutdir(), since))
    throw new LakehouseError('lakehouse', [
      {
        code: 'LH9205',
        at: 'lakehouse',
        prop: 'app',
        got: `is "${app}", which synthesizes nothing`,
        allowed: SYNTHESIZES,
        change: 'name the module that calls synthesizeCompany(…), or app.synth()',
      },
    ]);
  if (code === 0) return;
  if (file !== undefined && code !== null) throw new AlreadySaid(code);
  throw new LakehouseError('lakehouse', [
    {
      code: 'LH9205',
      at: 'lakehouse',
      prop: 'app',
      got: `is "${app}", which ${signal === null ? `ended with ${String(code)}` : `was ended by ${signal}`}`,
      allowed: 'a module, or a command that synthesizes and ends with 0',
      change: 'read what it said above, or correct the option',
    },
  ]);
}

function usualApp(): string {
  if (moduleFile('main') !== undefined) return 'main';
  try {
    const { app } = JSON.parse(readFileSync('cdktf.json', 'utf8')) as { app?: unknown };
    if (typeof app === 'string') return app;
  } catch {
    // There is none, or nothing that can be read.
  }
  throw new LakehouseError('lakehouse', [
    {
      code: 'LH8004',
      at: 'lakehouse',
      prop: 'app',
      got: 'is not said, and there is neither a module "main" here nor a cdktf.json with an "app"',
      allowed: SYNTHESIZES,
      change: 'say --app, or go to the folder of the project',
    },
  ]);
}

function program(file: string, { output, ...run }: AppRun): ChildProcess {
  return fork(join(__dirname, 'run-app'), [relative('.', file)], {
    stdio: ['inherit', ...outputs(output), 'ipc'],
    env: variables(run),
  });
}

function shell(command: string, { output, ...run }: AppRun): ChildProcess {
  return spawn(command, { shell: true, stdio: ['inherit', ...outputs(output)], env: variables(run) });
}

function outputs(output: AppRun['output']): ('inherit' | 'ignore' | number)[] {
  return [{ stdout: 'inherit' as const, stderr: 2, nowhere: 'ignore' as const }[output], 'inherit'];
}

function variables({ outdir, environment, asOf, verbose }: Omit<AppRun, 'output'>): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...(outdir !== undefined && { CDKTF_OUTDIR: outdir }),
    ...(environment !== undefined && { ENVIRONMENT: environment }),
    ...(asOf !== undefined && { AS_OF: asOf }),
    ...(verbose && { DEBUG: process.env['DEBUG'] ?? 'lakehouse' }),
  };
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What a module said of itself when it ended. */
  readonly said?: unknown;
}

function ended(child: ChildProcess): Promise<Ending> {
  const end = (): void => void child.kill();
  process.once('exit', end);
  return new Promise((done, fail) => {
    let said: unknown;
    child.once('message', (message) => (said = message));
    child.once('error', fail);
    child.once('close', (code, signal) => {
      process.off('exit', end);
      done({ code, signal, said });
    });
  });
}
