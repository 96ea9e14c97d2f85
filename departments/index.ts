import { company as declareCompany } from '../model';
import { connections } from './delivery';
import { dev, prod, test } from './environments';
import { executives } from './executives';
import { itSecurity } from './it-security';
import { marketing } from './marketing';
import { operations } from './operations';
import { supplyChain } from './supply-chain';

/** The reference company: its departments and environments. */
export const company = declareCompany('Meridian Goods', {
  code: 'mrdn',
  departments: [supplyChain, operations, itSecurity, marketing, executives],
  environments: [dev, test, prod],
  delivery: {
    environments: [{ name: 'dev' }, { name: 'test', approval: false }, { name: 'prod' }],
    github: { repository: 'meridian-goods/data-platform' },
    azureDevOps: { connections },
  },
});
