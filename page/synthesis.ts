import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platformFacts, type PlatformFacts } from '../diagram';
import { declaredReach, type Reach } from '../lineage';
import { type Company, type Environment } from '../model';

/** What the page says of the platform, and where it knows it from. */
export interface PlatformSource {
  /** The environment that is shown. */
  readonly environment: Environment;
  /** What a synthesis knows of it. @default the definitions alone */
  readonly facts?: PlatformFacts;
  /** Who reaches what: by the rights of the environment, or by the definitions. */
  readonly reach: readonly Reach[];
  /** In a sentence, for people. */
  readonly said: string;
}

/**
 * What is known of each environment of a company, those that were synthesized first: these by what was, the others by the definitions.
 *
 * @param company the company.
 * @param outdir the folder of a synthesis, there or not.
 */
export function platformSources(company: Company, outdir: string | undefined): PlatformSource[] {
  const all = company.environments.map((environment): PlatformSource => {
    const facts = outdir === undefined ? undefined : platformFacts(outdir, environment.name);
    const reach = outdir === undefined ? undefined : reachIn(outdir, environment.name);
    return facts && reach
      ? { environment, facts, reach, said: `As it was last synthesized to ${outdir ?? ''}.` }
      : {
          environment,
          reach: declaredReach(company),
          said: 'By the definitions alone: a synthesis adds resources, cost, and the rights of services and administrators.',
        };
  });
  return [...all.filter(({ facts }) => facts), ...all.filter(({ facts }) => !facts)];
}

function reachIn(outdir: string, environment: string): readonly Reach[] | undefined {
  const file = join(outdir, 'access-matrix', `${environment}-reach.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Reach[]) : undefined;
}
