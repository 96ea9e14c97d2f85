import { errorsPage } from './errors-page';
import { policiesPage } from './policies-page';
import { settingsPage } from './settings-page';
import { supportMatrixPage } from './support-matrix';

/** The pages that are made of the code, by their path: `npm run docs` writes them, and a test holds them to it. */
export const GENERATED_PAGES: Readonly<Record<string, () => string>> = {
  'docs/errors.md': errorsPage,
  'docs/policies.md': policiesPage,
  'docs/settings.md': settingsPage,
  'docs/support-matrix.md': supportMatrixPage,
};
