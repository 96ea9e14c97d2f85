import { type IssueKinds } from './kind';

/** LH1xxx: data contracts, and where their rows come from. */
export const CONTRACT_ISSUES = {
  LH1001: {
    title: 'a contract has no key',
    why: 'The key tells which rows are versions of one thing. Without one, deliveries that are repeated would be counted twice.',
    example: 'columns: { id: t.long(), at: t.timestamp() }',
    mend: 'columns: { id: t.long().key(), at: t.timestamp() }',
  },
  LH1002: {
    title: 'a part of the key can be missing',
    why: 'Rows that lack a part of their key cannot be told apart.',
    example: 'id: t.long().key().nullable()',
    mend: 'id: t.long().key()',
  },
  LH1003: {
    title: 'a type is larger than the engines have',
    why: 'A column has one type on every engine: decimals of 38 digits at most, and texts of 250,000 characters, because serverless SQL stores no value of more than a megabyte.',
    example: 'amount: t.decimal(40, 2)',
    mend: 'amount: t.decimal(18, 2)',
  },
  LH1004: {
    title: 'a personal column is no text',
    why: 'Personal values reach silver as pseudonyms, and a pseudonym is a text made of a text.',
    example: 'birthday: t.date().personal()',
    mend: "birthday: t.date().personal({ keep: true, reason: 'age groups are computed from it' })",
  },
  LH1005: {
    title: "a column's rules allow no value",
    why: 'Every row would go to quarantine.',
    example: 'rating: t.integer().atLeast(5).atMost(1)',
    mend: 'rating: t.integer().atLeast(1).atMost(5)',
  },
  LH1006: {
    title: 'a default contradicts the column',
    why: 'A column with a default is never missing, so it is not nullable; and rows that lack a key cannot all be given the same one.',
    example: "country: t.string(2).nullable().default('XX')",
    mend: "country: t.string(2).default('XX')",
  },
  LH1007: {
    title: "a default breaks the column's own rules",
    why: 'A default stands where a source could have delivered a value, and is held to the same type and rules.',
    example: "status: t.string(10).oneOf('open', 'closed').default('unknown')",
    mend: "status: t.string(10).oneOf('open', 'closed').default('open')",
  },
  LH1008: {
    title: 'the event time is no time that every row has',
    why: 'The event time decides which version of a row is the newest, and which window it belongs to.',
    example: "columns: { id: t.long().key(), at: t.timestamp().nullable() }, eventTime: 'at'",
    mend: "columns: { id: t.long().key(), at: t.timestamp() }, eventTime: 'at'",
  },
  LH1009: {
    title: 'an interval is no length of a window',
    why: 'What runs periodically runs in tumbling windows, which begin at every full hour: Data Factory has none shorter than five minutes, and a window that does not fill an hour would drift.',
    example: "delivery: { kind: 'batch', every: minutes(7), … }",
    mend: "delivery: { kind: 'batch', every: minutes(10), … }",
  },
  LH1010: {
    title: 'a stream is mapped neither hourly nor daily',
    why: 'The streaming job lands its files in folders of hours and days; other windows would read a part of a folder.',
    example: "delivery: { kind: 'stream', every: minutes(30), … }",
    mend: "delivery: { kind: 'stream', every: hours(1), … }",
  },
  LH1011: {
    title: 'a nested value in a CSV file',
    why: 'Objects and arrays arrive in JSON only: a line of CSV has one value in a column.',
    example: "lines: t.array({ … }), from: { kind: 'files', format: 'csv' }",
    mend: "lines: t.array({ … }), from: { kind: 'files', format: 'json-lines' }",
  },
  LH1012: {
    title: 'the elements of an array have no key',
    why: 'Elements become rows of their own, told apart by the key of what holds them and one of theirs.',
    example: 'lines: t.array({ line_no: t.integer(), sku: t.string(20) })',
    mend: 'lines: t.array({ line_no: t.integer().key(), sku: t.string(20) })',
  },
  LH1013: {
    title: 'an array is part of the key',
    why: 'Keys are made of single values, which every engine compares alike.',
    example: 'tags: t.array({ … }).key()',
    mend: 'id: t.long().key(), tags: t.array({ … })',
  },
  LH1014: {
    title: 'an array is an element of an array',
    why: 'Elements become rows by the names of their values, or are single values; an array inside of one has a name, one in its place has none.',
    example: 'matrix: t.array(t.array({ … }))',
    mend: 'rows: t.array({ row: t.position(), cells: t.array(t.integer()) })',
  },
  LH1015: {
    title: 'a column is delivered in two places',
    why: 'physicalName() gives the name in the file, path() the way into an object; both at once contradict each other.',
    example: "city: t.string(60).physicalName('City').path('address', 'city')",
    mend: "city: t.string(60).path('address', 'city')",
  },
  LH1016: {
    title: 'a batch is ready at a time of the day, and does not come by days',
    why: 'Windows begin at midnight in UTC where they are whole days; shorter ones end at all hours.',
    example:
      "delivery: { kind: 'batch', every: hours(1), readyAfter: { at: '06:30', timeZone: 'Europe/Berlin' }, from: … }",
    mend: "delivery: { kind: 'batch', every: hours(1), readyAfter: minutes(10), from: … }",
  },
  LH1017: {
    title: 'a producer has no identity in an environment',
    why: 'Keys are off: who sends to a hub is granted that by an object id of Entra ID, which is another one in each environment.',
    example:
      "{ kind: 'application', name: 'web-shop', objectIds: { dev: '…' }, … } of a company with dev and prod",
    mend: "{ kind: 'application', name: 'web-shop', objectIds: { dev: '…', prod: '…' }, … }",
  },
  LH1018: {
    title: 'a hub keeps events for less than a weekend',
    why: 'What the landing job has not read when the retention ends is lost. Three days outlast a job that stopped on a Friday evening; Event Hubs Standard keeps seven at the same price.',
    example: "delivery: { kind: 'stream', partitions: 1, retentionDays: 1, every: hours(1) }",
    mend: "delivery: { kind: 'stream', partitions: 1, every: hours(1) }",
  },
  LH1021: {
    title: 'a table is computed more often than what it reads',
    why: 'It would compute the same rows again.',
    example: "silverTable('current_stock', { every: hours(1), … }), of stock that is counted daily",
    mend: "silverTable('current_stock', { every: days(1), … }), or leave it out",
  },
  LH1022: {
    title: 'a table that is not derived silver says how often it is computed',
    why: 'A mapping reads the windows of its source one by one, stored gold is stored once a day, and a view is computed when it is asked.',
    example: '{ ...mapping(orders), every: days(1) }',
    mend: "delivery: { kind: 'stream', every: days(1), … } in the contract, or every on a silver table that reads the mapping",
  },
  LH1023: {
    title: 'landing keeps the events of a stream for no longer than a window',
    why: 'A window is copied after its end: what landed at its beginning has to be there still, also when the copy is tried again.',
    example: "delivery: { kind: 'stream', every: days(1), … }, and retention: { landing: 1 }",
    mend: "delivery: { kind: 'stream', every: days(1), … }, and retention: { landing: 7 }",
  },
  LH1101: {
    title: 'a sample refers to a column that is not there',
    why: 'Sample rows of one source can take keys of another, so that joins meet. The other source is one of the company, and every row of it has the column.',
    example: "customer_id: t.long().sample({ from: 'reference', source: 'crmm', column: 'id' })",
    mend: "customer_id: t.long().sample({ from: 'reference', source: 'crm', column: 'id' })",
  },
  LH1102: {
    title: 'a sample refers to a column of another type',
    why: 'Values are taken over as they are: joined on, two types would never meet.',
    example: "customer_id: t.string(20).sample({ from: 'reference', source: 'crm', column: 'id' })",
    mend: "customer_id: t.long().sample({ from: 'reference', source: 'crm', column: 'id' })",
  },
  LH1103: {
    title: 'samples refer to each other in a circle',
    why: 'One source has to be made up first.',
    example: 'orders takes samples from customers, and customers from orders',
    mend: 'orders takes samples from customers, which have samples of their own',
  },
  LH1201: {
    title: 'nothing says where a batch comes from',
    why: 'A pipeline that copies a batch needs to know from where, and by which of the kinds of origin.',
    example: "delivery: { kind: 'batch', every: days(1) }",
    mend: "delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'csv' } }",
  },
  LH1202: {
    title: 'a path has a placeholder that nobody fills',
    why: 'Placeholders in braces are filled with the window of the run; a name that is none of them would be asked for as it is.',
    example: "path: 'orders/{dat}.csv'",
    mend: "path: 'orders/{date}.csv'",
  },
  LH1203: {
    title: 'pages are counted of answers that are arrays',
    why: 'Data Factory finds the end of the pages inside one object; an answer that is an array has nowhere to look.',
    example: "from: { kind: 'rest', paging: { kind: 'page-number', parameter: 'page' }, … }",
    mend: "from: { kind: 'rest', records: ['items'], paging: { kind: 'page-number', parameter: 'page' }, … }",
  },
  LH1204: {
    title: 'the watermark is no time of the contract',
    why: 'A window copies the rows that changed in it, by the column that says when a row last changed.',
    example: "from: { kind: 'sql', watermark: 'id', … }",
    mend: "from: { kind: 'sql', watermark: 'changed_at', … }",
  },
  LH1205: {
    title: 'the watermark is a date, and windows are shorter than a day',
    why: 'A date is the midnight of its day: later windows of the day would never see what changed in them.',
    example: "every: hours(1), from: { kind: 'sql', watermark: 'changed_on', … }",
    mend: "every: days(1), from: { kind: 'sql', watermark: 'changed_on', … }",
  },
  LH1301: {
    title: 'personal columns without a column that identifies the person',
    why: 'A person can ask to be forgotten. Rows are found by what identifies the person in them, so the contract says which column that is.',
    example: 'columns: { id: t.long().key(), email: t.string(120).personal(), at: t.timestamp() }',
    mend: "columns: { id: t.long().key(), email: t.string(120).personal().subject('customer'), at: t.timestamp() }",
  },
  LH1302: {
    title: 'raw rows about persons are kept for long without a reason',
    why: 'Silver has pseudonyms; landing, bronze and quarantine have the values themselves. Without a reason they are kept for 30 days, in which everything can be computed again.',
    example: 'retentionDays: 400',
    mend: "retentionDays: 400, retentionReason: 'a payment can be disputed for thirteen months'",
  },
  LH1303: {
    title: 'erasure cannot empty the columns of a contract',
    why: 'A contract that anonymises keeps the rows of an erased person with its personal columns empty, so each of them can be empty.',
    example:
      "email: t.string(120).personal().subject('customer'), …, anonymise: { reason: 'accounts are kept' }",
    mend: "email: t.string(120).nullable().personal().subject('customer'), …, anonymise: { reason: 'accounts are kept' }",
  },
  LH1304: {
    title: 'a column cannot identify persons',
    why: 'Persons are found by the pseudonym of a text, in a column of the row itself.',
    example: "customer_id: t.long().key().subject('customer')",
    mend: "customer_id: t.string(20).key().subject('customer')",
  },
} as const satisfies IssueKinds;
