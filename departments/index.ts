import { company as declareCompany } from '../model';
import { connections } from './delivery';
import { dev, prod } from './environments';
import { executives } from './executives';
import { itSecurity } from './it-security';
import { marketing } from './marketing';
import { operations } from './operations';
import { supplyChain } from './supply-chain';

/** The reference company: its departments and environments. */
export const company = declareCompany('Meridian Goods', {
  code: 'mrdn',
  departments: [supplyChain, operations, itSecurity, marketing, executives],
  environments: [dev, prod],
  delivery: {
    environments: [{ name: 'dev' }, { name: 'prod' }],
    github: { repository: 'meridian-goods/data-platform' },
    azureDevOps: { connections },
  },
});
