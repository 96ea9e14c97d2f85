import './supported-node';
import { loadModule } from './loader/load-module';
import { exitCode } from './failure';

// Runs an app as a program of its own, whatever it is written in: `node run-app main.ts`.
const [, , app = '', ...rest] = process.argv;
process.argv = [process.argv[0] ?? '', app, ...rest];

// Whoever runs it wants to know whether it can have synthesized anything.
process.once('beforeExit', () => {
  const hasEngine = Object.keys(require.cache).some((file) =>
    /[\\/]node_modules[\\/]cdkt[fn][\\/]/.test(file),
  );
  if (!hasEngine) process.send?.('engine');
});

loadModule({ app, allowed: 'a module that synthesizes a company' }).catch((error: unknown) => {
  process.exitCode = exitCode(error, { verbose: Boolean(process.env['DEBUG']) });
});
