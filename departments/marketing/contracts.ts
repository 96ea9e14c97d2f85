import { dataContract, days, t } from '../../model';

/** A table of the CRM's database: the rows that changed in a window, by the column that says when. */
const crm = (table: string) =>
  ({
    kind: 'batch',
    every: days(1),
    from: {
      kind: 'sql',
      server: 'sql-crm.database.windows.net',
      serverId:
        '/subscriptions/6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e20/resourceGroups/rg-crm/providers/Microsoft.Sql/servers/sql-crm',
      database: 'crm',
      table,
      watermark: 'modified_at',
    },
  }) as const;

const customer = { from: 'reference', source: 'crm-customers', column: 'customer_id' } as const;
/** Campaigns that run; the website's links carry the same names. */
export const CAMPAIGNS = ['spring-sale', 'newsletter', 'back-to-school'] as const;

/** Who buys. */
export const customers = dataContract('crm-customers', {
  description: 'Customers of the shop',
  columns: {
    customer_id: t.string(20).key().subject('customer').sample({ from: 'sequence', prefix: 'C' }),
    first_name: t.string(80).personal(),
    last_name: t.string(80).personal(),
    email: t.string(254).personal(),
    phone: t.string(30).nullable().personal(),
    country: t
      .string(2)
      .matching(/[A-Z]{2}/)
      .sample({ from: 'values', values: ['DE', 'FR', 'GB', 'NL', 'PL', 'SE', 'US'] }),
    language: t.string(2).default('en').oneOf('de', 'en', 'fr', 'nl'),
    registered_on: t.date(),
    modified_at: t.timestamp(),
  },
  eventTime: 'modified_at',
  delivery: crm('customers'),
  expectedRowsPerDay: 3_000,
  sampleRowsPerDay: 60,
});

/** How customers are reached. */
export const contacts = dataContract('crm-contacts', {
  description: 'Addresses and numbers of customers',
  columns: {
    contact_id: t.string(20).key().sample({ from: 'sequence', prefix: 'K' }),
    customer_id: t.string(20).subject('customer').sample(customer),
    kind: t.string(10).oneOf('email', 'phone', 'post'),
    address: t.string(400).personal(),
    is_primary: t.boolean().default(false),
    modified_at: t.timestamp(),
  },
  eventTime: 'modified_at',
  delivery: crm('contacts'),
  expectedRowsPerDay: 2_000,
  sampleRowsPerDay: 60,
});

/** What customers want to hear of. */
export const preferences = dataContract('crm-preferences', {
  description: 'What customers agreed to, by topic',
  columns: {
    customer_id: t.string(20).key().subject('customer').sample(customer),
    topic: t.string(12).key().oneOf('newsletter', 'offers', 'surveys'),
    opted_in: t.boolean(),
    modified_at: t.timestamp(),
  },
  eventTime: 'modified_at',
  delivery: crm('preferences'),
  expectedRowsPerDay: 1_500,
  sampleRowsPerDay: 50,
});

/** Every time a customer and the company spoke. */
export const interactions = dataContract('crm-interactions', {
  description: 'E-mails, calls and chats with customers',
  columns: {
    interaction_id: t.string(20).key().sample({ from: 'sequence', prefix: 'I' }),
    customer_id: t.string(20).subject('customer').sample(customer),
    channel: t.string(10).oneOf('email', 'phone', 'chat', 'store'),
    campaign: t
      .string(40)
      .nullable()
      .sample({ from: 'values', values: [...CAMPAIGNS] }),
    outcome: t.string(12).oneOf('answered', 'ignored', 'complained'),
    occurred_at: t.timestamp(),
    modified_at: t.timestamp(),
  },
  eventTime: 'modified_at',
  delivery: crm('interactions'),
  expectedRowsPerDay: 12_000,
  sampleRowsPerDay: 120,
});

/** What customers say. */
export const feedback = dataContract('crm-feedback', {
  description: 'Ratings and comments of customers',
  columns: {
    feedback_id: t.string(20).key().sample({ from: 'sequence', prefix: 'F' }),
    customer_id: t.string(20).subject('customer').sample(customer),
    order_id: t.string(20).nullable().sample({ from: 'reference', source: 'orders', column: 'order_id' }),
    rating: t.integer().atLeast(1).atMost(5).sample({ from: 'range', low: 1, high: 5 }),
    comment: t.string(1000).nullable().personal(),
    given_on: t.date(),
    modified_at: t.timestamp(),
  },
  eventTime: 'modified_at',
  delivery: crm('feedback'),
  expectedRowsPerDay: 800,
  sampleRowsPerDay: 40,
});
