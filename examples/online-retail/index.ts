import { company as declareCompany, department, group } from 'cdktf-azure-lakehouse/model';
import { exchangeRates, invoiceLines } from './contracts';
import { amounts, dailySales, dollarRates, guestShare, lines, rates, revenueByCountry } from './tables';

const sales = department('sales', {
  description: 'Sells gifts from the United Kingdom to the world',
  sources: [invoiceLines, exchangeRates],
  tables: [lines, rates, dollarRates, amounts, revenueByCountry, dailySales, guestShare],
  consumers: [
    group('sales-analysts', {
      reads: [revenueByCountry, dailySales, guestShare],
      reason: 'Follow revenue by country and day',
    }),
  ],
});

/** A small shop on the platform: one department, two sources. */
export const company = declareCompany('Online Retail', {
  code: 'shop',
  departments: [sales],
  environments: [
    {
      name: 'dev',
      location: 'uksouth',
      network: { kind: 'public', reason: 'an example, with public data' },
      state: { kind: 'local' },
      tenantId: '00000000-0000-4000-8000-000000000001',
      sqlAdministrators: {
        name: 'shop-sql-administrators',
        objectId: '00000000-0000-4000-8000-000000000002',
      },
      groups: { 'sales-analysts': '00000000-0000-4000-8000-000000000003' },
    },
  ],
});
