import { type IConstruct } from 'constructs';
import { type Company } from '../model';
import { validateCompany } from '../validation';

/** The companies of an app that were found right: every environment has a platform that asks. */
const FOUND_RIGHT = new WeakMap<IConstruct, WeakSet<Company>>();

/**
 * Checks all definitions of a company, once for each app.
 *
 * @throws LakehouseError as {@link validateCompany} does.
 */
export function validateOnce(app: IConstruct, company: Company): void {
  if (FOUND_RIGHT.get(app)?.has(company) === true) return;
  validateCompany(company);
  foundRight(app, company);
}

/** Takes down that the definitions of a company were checked for an app. */
export function foundRight(app: IConstruct, company: Company): void {
  const companies = FOUND_RIGHT.get(app) ?? new WeakSet<Company>();
  FOUND_RIGHT.set(app, companies.add(company));
}
