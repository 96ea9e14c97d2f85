import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LakehouseError, listed } from '../model';
import type { ReachLine } from './reach';

/** The environments whose rights a synthesis wrote, sorted; none where the folder has none. */
export function environmentsWithRights(outdir: string): string[] {
  const folder = join(outdir, 'access-matrix');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => (name.endsWith('-reach.json') ? [name.slice(0, -'-reach.json'.length)] : []))
    .sort();
}

/**
 * What each principal can reach, as a synthesis wrote it.
 *
 * @param from the folder, and the environment: needed where there are several.
 * @throws LakehouseError for a folder without rights (LH8123), and an environment that was not synthesized (LH5001).
 */
export function reachFile(from: { readonly outdir: string; readonly environment?: string }): {
  readonly environment: string;
  readonly lines: readonly ReachLine[];
} {
  const { outdir } = from;
  const known = environmentsWithRights(outdir);
  if (known.length === 0)
    throw problem('LH8123', 'out', `is "${outdir}", which has no access matrix`, {
      allowed: 'a folder that a synthesis wrote',
      change: 'synthesize the app, or correct the folder',
    });
  const [only] = known;
  const environment = from.environment ?? (known.length === 1 ? only : undefined);
  if (environment === undefined || !known.includes(environment)) {
    const got =
      environment === undefined
        ? 'is not said, and there are several'
        : `is "${environment}", which was not synthesized`;
    throw problem('LH5001', 'environment', got, { allowed: listed(known), change: 'name one of them' });
  }
  const file = join(outdir, 'access-matrix', `${environment}-reach.json`);
  return { environment, lines: JSON.parse(readFileSync(file, 'utf8')) as ReachLine[] };
}

function problem(
  code: 'LH5001' | 'LH8123',
  prop: string,
  got: string,
  further: { readonly allowed: string; readonly change: string },
): LakehouseError {
  return new LakehouseError('access', [{ code, at: 'access', prop, got, ...further }]);
}
