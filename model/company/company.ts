import { LakehouseError, listed, suggestion } from '../errors';
import { said, unused } from '../said';
import { type Delivery } from './delivery';
import { type Department } from './department';
import { type Environment } from './environment';
import { type Settings } from './settings';

/** A company: its departments, and the environments that each get the whole platform. */
export interface Company {
  /** Display name. */
  readonly name: string;
  /** Short code, 2 to 8 lower-case letters or digits, that begins every resource name. */
  readonly code: string;
  /** With different names; the names of sources and tables are unique across all of them. */
  readonly departments: readonly Department[];
  /** One or more, with different names; every department is deployed to each. */
  readonly environments: readonly Environment[];
  /** What is decided for the whole company; environments and departments may decide otherwise. @default {@link DEFAULT_SETTINGS} */
  readonly settings?: Settings;
  /** Days after its erasure in which every copy of a person's data is gone; a promise, checked against what keeps copies. @default {@link DEFAULT_ERASURE_DAYS} */
  readonly erasureDays?: number;
  /** How pipelines deploy it. @default by hand */
  readonly delivery?: Delivery;
}

/** Days in which everything of an erased person is gone when a company does not say: two months. */
export const DEFAULT_ERASURE_DAYS = 60;

/** Declares a company. Mistakes are reported when it is validated: by every synthesis and preview, before they do anything. */
export function company(name: string, props: Omit<Company, 'name'>): Company {
  const { code, departments, environments, settings, erasureDays, delivery, ...further } = said(props);
  return Object.freeze({
    ...unused(further),
    name,
    code,
    departments,
    environments,
    ...(settings !== undefined && { settings }),
    ...(erasureDays !== undefined && { erasureDays }),
    ...(delivery !== undefined && { delivery }),
  });
}

/**
 * The environments with the given names, separated by commas; `all` for every one.
 *
 * @throws LakehouseError when a name is not declared.
 */
export function environmentsNamed(company: Company, names: string): readonly Environment[] {
  if (names === 'all') return company.environments;
  const known = company.environments.map(({ name }) => name);
  const asked = names.split(',').map((name) => name.trim());
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new LakehouseError(
      `company "${company.name}"`,
      unknown.map((name) => ({
        code: 'LH5001',
        at: company.name,
        prop: 'environment',
        got: `is "${name}", which is not declared${suggestion(name, known)}`,
        allowed: `${listed(known)}, or "all"`,
        change: 'name a declared environment, or declare this one in the company',
      })),
    );
  }
  return company.environments.filter(({ name }) => asked.includes(name));
}
