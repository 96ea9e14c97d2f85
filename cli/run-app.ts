import './supported-node';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { ENGINE } from '../model/engine';
import { NOTHING_SYNTHESIZED } from './app-report';
import { loadModule } from './loader/load-module';
import { exitCode } from './failure';

// Runs an app as a program of its own, whatever it is written in: `node run-app main.ts`.
const [, , app = '', ...rest] = process.argv;
process.argv = [process.argv[0] ?? '', app, ...rest];

/** The part of an engine that an app is synthesized by. */
interface WithApp {
  readonly App: { readonly prototype: { synth: (this: unknown) => void } };
}

// Whoever runs it wants to know whether it has synthesized anything, with whichever copy of the engine.
let synthesized = false;
for (const from of [__filename, resolve(app)]) watchSynthesis(from);
process.once('beforeExit', () => {
  if (!synthesized) process.send?.(NOTHING_SYNTHESIZED);
});

function watchSynthesis(from: string): void {
  try {
    const { prototype } = (createRequire(from)(ENGINE.engine) as WithApp).App;
    const { synth } = prototype;
    prototype.synth = function (): void {
      synthesized = true;
      synth.call(this);
    };
  } catch {
    // It is not installed: the app will say so, if it needs it.
  }
}

loadModule({ app, allowed: 'a module that synthesizes a company' }).catch((error: unknown) => {
  process.exitCode = exitCode(error, { verbose: Boolean(process.env['DEBUG']) });
});
