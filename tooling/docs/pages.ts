import { company } from '../../departments';
import { departmentPicture, svgOf } from '../../diagram';
import { errorsPage } from './errors-page';
import { limitsPage } from './limits-page';
import { policiesPage } from './policies-page';
import { settingsPage } from './settings-page';
import { supportMatrixPage } from './support-matrix';
import { thirdPartyPage } from './third-party';

/** The pages that are made of the code, by their path: `npm run docs` writes them, and a test holds them to it. */
export const GENERATED_PAGES: Readonly<Record<string, () => string>> = {
  'docs/azure-limits.md': limitsPage,
  'docs/errors.md': errorsPage,
  'docs/policies.md': policiesPage,
  'docs/images/platform.svg': platformImage,
  'docs/settings.md': settingsPage,
  'docs/support-matrix.md': supportMatrixPage,
  'THIRD-PARTY-NOTICES.md': thirdPartyPage,
};

/** The reference company as it is defined, where it runs; without what a synthesis knows, which changes with every price. */
function platformImage(): string {
  const environment = company.environments.find(({ name }) => name === 'prod');
  return environment ? svgOf(departmentPicture({ company, environment })) : '';
}
