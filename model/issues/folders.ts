import { type IssueKinds } from './kind';

/** LH143x: values in the names of folders. */
export const FOLDER_ISSUES = {
  LH1431: {
    title: 'a column is in the name of a folder, and the source has none',
    why: 'Whoever drops files makes folders, such as those of partitions. What pipelines fetch lies in folders of the library, named by window.',
    example: "day: t.date().fromFolder('day'), …, from: { kind: 'http', … }",
    mend: "day: t.date().fromFolder('day'), …, from: { kind: 'files', format: 'csv' }",
  },
  LH1432: {
    title: 'the name of folders has signs that engines read differently',
    why: 'In the names of folders, other signs are written as escapes, which not every engine undoes.',
    example: "day: t.date().fromFolder('order day')",
    mend: "day: t.date().fromFolder('order_day')",
  },
  LH1433: {
    title: 'a value in the name of a folder is somewhere else too',
    why: 'A folder holds one value for all rows of its files: no array, and nothing inside of one. A column is read from one place.',
    example: "day: t.date().fromFolder('day').physicalName('Day')",
    mend: "day: t.date().fromFolder('day')",
  },
} as const satisfies IssueKinds;
