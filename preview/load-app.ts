import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type Company, LakehouseError } from '../model';

// Which module to load is known only at run time. Node.js's own loader is used, so that TypeScript is read where it is read here.
const load = createRequire(__filename);

/**
 * Loads the company that a module declares: its export named `company`.
 *
 * @param app path of a module or of a folder with an `index`, from the working folder.
 * @throws LakehouseError when there is no such module or no such export.
 */
export function loadCompany(app: string): Company {
  const path = resolve(app);
  let module: unknown;
  try {
    readTypeScript(path);
    module = load(path);
  } catch (error) {
    if (existsSync(path) && (error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
    throw new LakehouseError('preview', [
      {
        code: 'LH8004',
        at: 'preview',
        prop: 'app',
        got: `is "${app}", which cannot be loaded: ${(error as Error).message.split('\n')[0] ?? ''}`,
        allowed: 'a module, or a folder with an index, that exports "company"',
        change: 'correct the path',
      },
    ]);
  }
  const { company } = module as { company?: Company };
  if (company && Array.isArray(company.departments)) return company;
  throw new LakehouseError('preview', [
    {
      code: 'LH8004',
      at: 'preview',
      prop: 'app',
      got: `is "${app}", which exports no company`,
      allowed: 'an export named "company", made by company(…)',
      change: 'export const company = company(…)',
    },
  ]);
}

/** Lets a packed preview read an app in TypeScript, by the ts-node of the app's own project. */
function readTypeScript(path: string): void {
  const isTypeScript = [path, `${path}.ts`, join(path, 'index.ts')].some(
    (file) => file.endsWith('.ts') && existsSync(file),
  );
  if (!isTypeScript || Symbol.for('ts-node.register.instance') in process) return;
  createRequire(join(process.cwd(), 'package.json'))('ts-node/register/transpile-only');
}
