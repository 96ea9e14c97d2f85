import { parseArgs } from 'node:util';
import { INVARIANTS } from './invariants';
import { anyPlan, anyYear } from './plan';
import { counterexample, written } from './search';
import { referenceSubject, simulatedSubject } from './subjects';

const USAGE = `Usage: npm run simulate -- [first seed] [seeds] [options]

Plays random times of a platform as its Terraform JSON describes it, and prints what does not hold afterwards.

  --company <name>  simulated (with rows), or reference (who runs when, no rows)   (default: simulated)
  --year            plans of a year, not of days and weeks`;

function options(): ReturnType<typeof parsed> | undefined {
  try {
    return parsed();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  }
}

function parsed() {
  return parseArgs({
    allowPositionals: true,
    options: {
      company: { type: 'string', default: 'simulated' },
      year: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
}

function main(): number {
  const said = options();
  if (said === undefined) {
    console.error(USAGE);
    return 2;
  }
  const { values, positionals } = said;
  const [first = 0, seeds = 10_000] = positionals.map(Number);
  if (
    values.help ||
    ![first, seeds].every(Number.isInteger) ||
    !['simulated', 'reference'].includes(values.company)
  ) {
    console.error(USAGE);
    return values.help ? 0 : 2;
  }
  const subject = values.company === 'reference' ? referenceSubject() : simulatedSubject();
  const plans = values.year ? anyYear : anyPlan;
  const began = Date.now();
  let failed = 0;
  for (let seed = first; seed < first + seeds; seed++) {
    const found = counterexample(subject, seed, { plans, shrink: true });
    if (found !== undefined) {
      failed++;
      console.log(written(found));
    }
    if ((seed - first + 1) % 500 === 0)
      console.log(`${seed - first + 1} seeds, ${failed} with something wrong`);
  }
  const minutes = (Date.now() - began) / 60_000;
  console.log(
    `${seeds} seeds, ${failed} with something wrong, ${Math.round(seeds / minutes)} seeds a minute`,
  );
  if (failed > 0)
    for (const [name, meaning] of Object.entries(INVARIANTS)) console.log(`${name}: ${meaning}`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = main();
