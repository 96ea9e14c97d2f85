import { Option } from 'commander';
import { type Company, LakehouseError } from '../../model';
import { loadModule } from './load-module';
import { moduleFile } from './module-file';
import { withProgressBeside } from '../progress';

/** Where a company is looked for when nobody says where it is, in this order. */
const USUAL = ['company', 'departments'] as const;

/** The option of commands that need a company's definitions. */
export function appOption(): Option {
  return new Option(
    '--app <module>',
    `module or folder that exports "company" (default: ${USUAL.join(' or ')}, whichever is there)`,
  );
}

/**
 * Loads the company that a module declares: its export named `company`.
 *
 * @param app path of a module or of a folder with an `index`, from the working folder. @default company or departments
 * @throws LakehouseError when there is no such module or no such export (LH8004), or when it cannot be loaded.
 */
export async function loadCompany(app?: string): Promise<Company> {
  const path = app ?? USUAL.find((name) => moduleFile(name) !== undefined) ?? USUAL[0];
  const allowed = 'a module, or a folder with an index, that exports "company"';
  const module = await withProgressBeside(`loading ${path}`, () => loadModule({ app: path, allowed }));
  // What a CommonJS module exports can be the default of an ES module.
  const { company } = [module, module['default']].find(hasCompany) ?? {};
  if (company) return company;
  throw new LakehouseError('lakehouse', [
    {
      code: 'LH8004',
      at: 'lakehouse',
      prop: 'app',
      got: `is "${path}", which exports no company`,
      allowed: 'an export named "company", made by company(…)',
      change: 'export const company = company(…)',
    },
  ]);
}

function hasCompany(module: unknown): module is { readonly company: Company } {
  const { company } = (module ?? {}) as { readonly company?: Company };
  return Array.isArray(company?.departments);
}
