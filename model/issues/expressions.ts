import { type IssueKinds } from './kind';

/** LH2xxx: expressions inside flows and alert rules. */
export const EXPRESSION_ISSUES = {
  LH2001: {
    title: 'there is no such column',
    why: 'The compiler refuses a column that is not there; definitions in JavaScript, or through a cast, are found here. What follows from a wrong name is not counted again.',
    example: 'flow.filter((row) => row.ammount.greaterThan(0))',
    mend: 'flow.filter((row) => row.amount.greaterThan(0))',
  },
  LH2002: {
    title: 'a function does not take a value of this type',
    why: 'Functions take the types for which all engines give the same answer.',
    example: 'row.price.round(2), where price is a double',
    mend: 'declare price as t.decimal(18, 2) in the contract',
  },
  LH2003: {
    title: 'two types do not go together',
    why: 'Engines convert types silently, and each in its own way; here nothing is converted unless it is said.',
    example: "row.order_id.equals('4711'), where order_id is a long",
    mend: 'row.order_id.equals(4711)',
  },
  LH2004: {
    title: 'a result needs more digits than the engines have',
    why: 'Exact numbers stay exact. Past 38 digits T-SQL and Spark cut digits behind the point, DuckDB fails.',
    example: 'row.amount.times(row.rate), of decimal(28,8) each',
    mend: 'row.amount.round(2).times(row.rate.round(6))',
  },
  LH2005: {
    title: 'a text can become too long',
    why: 'Texts of more than 2,000 characters are cut by some engines.',
    example: "row.note.replaceAll('a', 'a long text'), where note has 2,000 characters",
    mend: "row.note.substring(1, 100).replaceAll('a', 'a long text')",
  },
  LH2006: {
    title: 'an argument is none that the function takes',
    why: 'Places and lengths are whole numbers from 1, days and rows are whole, and a text that is sought has a character: what the engines do with others differs.',
    example: 'row.code.substring(0, 3)',
    mend: 'row.code.substring(1, 3)',
  },
  LH2007: {
    title: 'a pattern means different things on different engines',
    why: 'Regular expressions are one language only in part. Classes, groups, alternatives and counts mean the same in Java, RE2 and JavaScript; flags, lookaround and other escapes do not.',
    example: 'row.code.matches(/[a-z]+/i)',
    mend: 'row.code.matches(/[A-Za-z]+/)',
  },
  LH2008: {
    title: 'a value is missing',
    why: 'An undefined or a null was given as a constant. A row without a value is asked for with isNull().',
    example: 'row.status.equals(settings.status), where settings has no status',
    mend: "row.status.equals('open')",
  },
  LH2009: {
    title: 'a text beside a date or timestamp is none',
    why: 'Days are written YYYY-MM-DD and timestamps YYYY-MM-DD HH:MM:SS, in UTC; the calendar has to have the day.',
    example: "row.day.greaterThanOrEqual('1.3.2026')",
    mend: "row.day.greaterThanOrEqual('2026-03-01')",
  },
  LH2010: {
    title: 'a number has no exact decimal form',
    why: 'JavaScript holds it only nearly, and the engines would compute with something else than what is written.',
    example: 'row.amount.times(1e-20)',
    mend: 'row.amount.times(0.0001)',
  },
  LH2011: {
    title: 'an array is used as a single value',
    why: 'Arrays are tested for null and unnested, nothing else: engines compare and write them differently.',
    example: 'flow.filter((row) => row.lines.equals(row.other_lines))',
    mend: "mapping(orders, { each: 'lines', name: 'order_lines' })",
  },
  LH2012: {
    title: 'a value is not computed by the library',
    why: 'derive() and filter() take expressions of the row, aggregate() aggregates, window() window functions; a plain JavaScript value is none of these.',
    example: 'flow.derive(() => ({ source: 7 }))',
    mend: 'flow.derive(() => ({ source: literal(7) }))',
  },
  LH2013: {
    title: 'a time zone is not known to all engines',
    why: 'Spark and DuckDB know the names of the IANA database, T-SQL those of Windows. Places that both have, with the same clocks, can be used.',
    example: "row.paid_at.toDate('Berlin')",
    mend: "row.paid_at.toDate('Europe/Berlin')",
  },
  LH2101: {
    title: 'a function is not offered by the engine that computes the table',
    why: 'Silver is computed by mapping data flows, gold by serverless SQL, both by DuckDB in the preview; one of them cannot compute it the way the others do. `support-matrix.md` lists what each offers.',
    example: "goldTable('codes', { flow: read(orders).filter((row) => row.code.matches(/[A-Z]+/)), … })",
    mend: 'derive the value in a silver table, and read that',
  },
  LH2102: {
    title: 'a function is not offered in a streaming job',
    why: 'Stream Analytics cannot compute it the way the other engines do; rules compare the columns of an event as they arrive.',
    example: "when: (event) => event.country.lower().equals('de')",
    mend: "when: (event) => event.country.equals('DE')",
  },
} as const satisfies IssueKinds;
