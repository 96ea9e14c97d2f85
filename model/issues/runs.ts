import { type IssueKinds } from './kind';

/** LH8xxx: folders, files and data, when something is written or run. */
export const RUN_ISSUES = {
  LH8001: {
    title: 'a folder to write into holds something else',
    why: "The result replaces its folder whole; what is no earlier result might be somebody's work.",
    example: 'npm run preview -- --out .',
    mend: 'npm run preview -- --out preview.out',
  },
  LH8002: {
    title: 'a folder with data is missing',
    why: 'The preview reads a folder for each source; an empty one says that nothing was delivered.',
    example: 'npm run preview -- --data data, without data/transactions',
    mend: 'mkdir data/transactions',
  },
  LH8003: {
    title: 'the result and the data lie inside each other',
    why: 'The result replaces its folder whole, and the data would go with it.',
    example: 'npm run preview -- --data out/data --out out',
    mend: 'npm run preview -- --data data --out out',
  },
  LH8004: {
    title: 'no company can be loaded',
    why: 'The preview loads a module that exports a company, under that name.',
    example: 'npm run preview -- --app department',
    mend: 'npm run preview -- --app departments',
  },
  LH8005: {
    title: 'the memory is not enough',
    why: 'The engine needs room for the largest table of the run.',
    example: 'preview(company, { out, memoryMiB: 100 })',
    mend: 'preview(company, { out })',
  },
  LH8006: {
    title: 'the result cannot be written',
    why: 'The disk is full, or files are limited in their size. An earlier result stays as it was.',
    example: 'npm run preview, with the disk full',
    mend: 'make room, or choose a folder elsewhere with --out',
  },
  LH8007: {
    title: 'rows that a join looks up are not unique',
    why: 'A join that is held to its relation counts on one row of the other side for each; this data has more.',
    example:
      "customers.csv has two rows with customer_id 7, and a flow says join(…, { relation: 'many-to-one' })",
    mend: "read(customers).dedupe({ by: ['customer_id'], newest: ['changed_at'] })",
  },
  LH8008: {
    title: 'something that is no folder stands where one is to be written',
    why: 'Results are folders; a file, or something on the way to it, is left alone.',
    example: 'npm run preview -- --out README.md',
    mend: 'npm run preview -- --out preview.out',
  },
  LH8009: {
    title: 'files of a result were changed since they were written',
    why: 'They would be replaced, and the changes lost.',
    example: 'cdktf.out/stacks/platform-dev/cdk.tf.json, edited by hand',
    mend: 'delete the file, and say the change in the definition or by an override',
  },
  LH8010: {
    title: 'a folder is in use',
    why: 'One run writes a folder at a time, and files that other programs hold open cannot be replaced everywhere.',
    example: 'npm run synth, twice at once',
    mend: 'npm run synth, when the other has ended',
  },
  LH8011: {
    title: 'a folder may not be written',
    why: 'The user who runs the command has no permission, or the disk is read-only.',
    example: 'npm run preview -- --out /usr/preview.out',
    mend: 'npm run preview -- --out preview.out',
  },
  LH8012: {
    title: 'a preview erases persons of a kind that no source knows',
    why: 'Persons are erased by their kind, as .subject() names it in contracts, and by what identifies them.',
    example: '--erase crm-customers=C42',
    mend: '--erase customer=C42',
  },
  LH8101: {
    title: 'SQL uses what the preview does not translate',
    why: 'T-SQL is run on DuckDB where every construct in it is known to mean the same there.',
    example: "SELECT FORMAT(day, 'yyyy-MM') AS month FROM input.days",
    mend: 'write the statement for DuckDB beside it, in <name>.duckdb.sql',
  },
  LH8102: {
    title: 'SQL gives other columns than are declared',
    why: 'Readers and types follow the declaration; names and order have to be the same.',
    example: "columns: { day: t.date(), orders: t.long() }, text: 'SELECT day FROM …'",
    mend: "columns: { day: t.date(), orders: t.long() }, text: 'SELECT day, COUNT_BIG(*) AS orders FROM …'",
  },
  LH8103: {
    title: 'SQL fails',
    why: 'The engine says what it could not do, with the statement or with the rows.',
    example: 'SELECT 1 / amount AS share FROM input.orders, with an amount of zero',
    mend: 'SELECT 1 / NULLIF(amount, 0) AS share FROM input.orders',
  },
  LH8104: {
    title: 'rows of SQL are not what is declared',
    why: 'A column that is not nullable has a value in every row, a text fits its length, and the key stands once: the deployed table promises that.',
    example: 'columns: { country: t.string(2) }, and a country DEU in the rows',
    mend: 'columns: { country: t.string(3) }',
  },
  LH8105: {
    title: 'the translator of SQL is not installed',
    why: 'It is an optional package: only companies with SQL of their own need it.',
    example: 'npm run preview, without @polyglot-sql/sdk',
    mend: 'npm install --save-dev @polyglot-sql/sdk',
  },
} as const satisfies IssueKinds;
