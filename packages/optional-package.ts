import { createRequire } from 'node:module';
import { type LakehouseError } from '../model';

const load = createRequire(__filename);

/**
 * A package that only some users need. It is required, and not imported: jest gives modules no `import()`.
 *
 * @param name the package.
 * @param missing the error of one that is not installed or does not load, by the first line of why.
 * @throws LakehouseError that error.
 */
export function optionalPackage(name: string, missing: (why: string) => LakehouseError): unknown {
  try {
    return load(name);
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw missing(why);
  }
}
