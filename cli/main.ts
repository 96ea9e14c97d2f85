#!/usr/bin/env node
import { CommanderError } from 'commander';
import { LakehouseError } from '../model';
import { EXIT, lakehouseProgram } from './program';

// A signal ends a process at once; an exit lets it remove what it has not finished.
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const)
  process.once(signal, () => process.exit(128 + number));

lakehouseProgram()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      // It has said what was wrong, or shown what was asked for.
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
      return;
    }
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof LakehouseError ? EXIT.issue : EXIT.failure;
  });
