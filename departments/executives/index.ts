import { department, group } from '../../model';
import { companyFigures, companyTotals, platformEstimate, platformSavings } from './gold';
import { questions } from './questions';

/** The C-level executives: own no source, and read what the departments publish. */
export const executives = department('executives', {
  description: 'Leads the company: one page of figures, from what the departments publish',
  tables: [companyFigures, companyTotals, platformEstimate, platformSavings],
  questions,
  consumers: [
    group('executive-board', {
      reads: [companyFigures, companyTotals, platformEstimate, platformSavings],
      powerBi: 'Import',
      reason: 'See how the company does; figures only, nothing about a person',
    }),
  ],
});
