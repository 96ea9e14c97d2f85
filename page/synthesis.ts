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
 * The first environment that was synthesized; where none was, the company's first, by its definitions. Nothing, where a company has no
 * environment.
 *
 * @param company the company.
 * @param outdir the folder of a synthesis, there or not.
 */
export function platformSource(company: Company, outdir: string | undefined): PlatformSource | undefined {
  for (const environment of outdir === undefined ? [] : company.environments) {
    const facts = platformFacts(outdir ?? '', environment.name);
    const reach = reachIn(outdir ?? '', environment.name);
    if (facts && reach)
      return {
        environment,
        facts,
        reach,
        said: `Of the environment ${environment.name}, as it was last synthesized to ${outdir ?? ''}.`,
      };
  }
  const [environment] = company.environments;
  if (environment === undefined) return undefined;
  return {
    environment,
    reach: declaredReach(company),
    said: `Of the environment ${environment.name}, by the definitions alone: a synthesis adds resources, cost, and the rights of services and administrators.`,
  };
}

function reachIn(outdir: string, environment: string): readonly Reach[] | undefined {
  const file = join(outdir, 'access-matrix', `${environment}-reach.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Reach[]) : undefined;
}
