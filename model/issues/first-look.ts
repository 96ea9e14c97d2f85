import { type IssueKinds } from './kind';

/** LH72xx: a first look at files, which proposes contracts. */
export const FIRST_LOOK_ISSUES = {
  LH7201: {
    title: 'files to look at that are not there',
    why: 'A contract is proposed from what files hold. A wrong path would propose nothing, or something else.',
    example: 'lakehouse sniff data/ordrs',
    mend: 'lakehouse sniff data/orders',
  },
  LH7202: {
    title: 'files without rows that can be read',
    why: 'Types, keys and forms are proposed from values. Files that are empty, archives, or cut off hold none.',
    example: 'data/orders/orders.zip',
    mend: 'data/orders/orders.csv, unpacked from the archive',
  },
  LH7203: {
    title: 'a source whose rows have times that nobody can read',
    why: 'Of two versions of a row the later one holds, and rows are kept, reported and removed by their time. Numbers that count seconds here and milliseconds there are no time, and a source that has one is no snapshot. Of a source without any time a snapshot is proposed.',
    example: '{"id":"a","created":1234567890} and {"id":"b","created":1433221332117}',
    mend: '{"id":"a","created":1234567890000} and {"id":"b","created":1433221332117}',
  },
  LH7204: {
    title: 'a source whose rows have nothing in common that identifies them',
    why: 'Rows are found, replaced and deduplicated by their key, which is never missing. Numbers with fractions are none: two engines may write one differently.',
    example: 'amount,day, with days that are missing in some rows',
    mend: 'payment_id,amount,day',
  },
  LH7205: {
    title: 'a file that a proposal would overwrite',
    why: 'A contract is changed by hand after it was proposed. A second look must not take these changes back.',
    example: 'lakehouse sniff data --out company.ts, where company.ts is there',
    mend: 'lakehouse sniff data --out proposed.ts',
  },
  LH9340: {
    title: 'documents of JSON that are no rows with names',
    why: 'A column is found in every row by its name. Where the names are the numbers of rows, or values are in lists, each delivery would have other columns.',
    example: '{"0":{"id":1,"amount":5},"1":{"id":2,"amount":7}} or [[1,5],[2,7]]',
    mend: '{"id":1,"amount":5}, and {"id":2,"amount":7} in the next line',
  },
} as const satisfies IssueKinds;
