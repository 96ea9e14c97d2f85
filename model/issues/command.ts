import { type IssueKinds } from './kind';

/** LH9201 to LH9229: the command `lakehouse`, and what it finds on a machine. */
export const COMMAND_ISSUES = {
  LH9201: {
    title: 'a package is not installed',
    why: 'Some packages are installed by those who need them: DuckDB by who previews, the engine and its provider by who synthesizes.',
    example: 'lakehouse preview, without @duckdb/node-api',
    mend: 'npm install @duckdb/node-api',
  },
  LH9202: {
    title: 'nothing reads TypeScript',
    why: 'A company in TypeScript is read by tsx or ts-node of its project, or by Node.js itself from 22.18 on.',
    example: 'lakehouse preview --app company.ts, on Node.js 20 without tsx',
    mend: 'npm install --save-dev tsx',
  },
  LH9203: {
    title: 'the version of Node.js is too old',
    why: 'The package uses what Node.js offers from 20.9 on.',
    example: 'lakehouse preview, on Node.js 18',
    mend: 'nvm install --lts',
  },
  LH9204: {
    title: 'an app fails while it is loaded',
    why: "The definitions are a program of the company's own; what it throws is said with the place in it.",
    example: "const rates = readFileSync('rates.csv', 'utf8'), where there is no such file",
    mend: "const rates = readFileSync(join(__dirname, 'rates.csv'), 'utf8')",
  },
  LH9205: {
    title: 'an app fails while it is run, or writes no stacks',
    why: 'A command that synthesizes ends with 0, and writes into the folder that CDKTF_OUTDIR names, or that its own options say.',
    example: "lakehouse cost --app 'npx tsx man.ts'",
    mend: "lakehouse cost --app 'npx tsx main.ts'",
  },
  LH9206: {
    title: 'a new project would lie among other files',
    why: 'Nothing that is there is changed or mixed with what is made.',
    example: 'lakehouse init ., in a folder with a package.json',
    mend: 'lakehouse init my-shop',
  },
} as const satisfies IssueKinds;
