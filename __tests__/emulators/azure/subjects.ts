import { referenceCompany, simulatedCompany, terraformOf } from '../../support/simulated-company';
import { platformOf } from './platform';
import type { Subject } from './simulation';

/** The company of the simulator, with rows, and what is deployed later. */
export function simulatedSubject(): Subject {
  return {
    platform: platformOf(terraformOf(simulatedCompany())),
    next: platformOf(terraformOf(simulatedCompany(true))),
    rows: true,
  };
}

/** The reference company's dev: who runs when, without rows. */
export function referenceSubject(): Subject {
  const platform = platformOf(terraformOf(referenceCompany()));
  return { platform, next: platform, rows: false };
}
