import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sameTerraform } from './bare/same-terraform';
import { type Hosting } from './many-departments';
import { median } from './measure';
import { type Taken } from './taken';
import { Workshop } from './workshop';

/** Departments of a company, by where they are hosted. */
const SIZES: readonly (readonly [Hosting, readonly number[]])[] = [
  ['shared', [1, 10, 30, 100]],
  ['dedicated', [1, 10, 30, 100, 300]],
];

const IMPORTS_OF_ENGINE = "require('cdktf'); require('constructs');";

/**
 * Synthesis beside a program by hand of the same engine that makes the very same resources with literal values; both compiled, in turn.
 *
 * @throws Error when the two write different Terraform.
 */
export function synthesisRatios(runs: number): string[][] {
  const rows = [
    [
      'hosting',
      'departments',
      'ours s',
      'by hand s',
      'ratio',
      'ours MiB',
      'by hand MiB',
      'ratio',
      'ours s a department',
    ],
  ];
  inWorkshop((workshop) => {
    for (const [hosting, sizes] of SIZES)
      for (const departments of sizes) rows.push(compared(workshop, { hosting, departments, runs }));
  });
  return rows;
}

/** The reference company compiled and as TypeScript, and what importing the package takes beyond the engine. */
export function startTable(runs: number): string[][] {
  const rows = [['what', 'seconds', 'ratio or difference']];
  inWorkshop((workshop) => {
    const [compiled, typescript] = inTurn(runs, [
      () => workshop.reference(),
      () => workshop.referenceAsTypeScript(),
    ]);
    const [engine, ours] = inTurn(runs, [
      () => workshop.line(IMPORTS_OF_ENGINE),
      () => workshop.line(`${IMPORTS_OF_ENGINE} require('./stacks');`),
    ]);
    rows.push(
      ['reference company, compiled', compiled.seconds.toFixed(2), ''],
      ['as TypeScript', typescript.seconds.toFixed(2), ratio(typescript.seconds, compiled.seconds)],
      ['import of the engine', engine.seconds.toFixed(2), ''],
      [
        'import of the package',
        ours.seconds.toFixed(2),
        `+${((ours.seconds - engine.seconds) * 1000).toFixed(0)} ms`,
      ],
    );
  });
  return rows;
}

interface Size {
  readonly hosting: Hosting;
  readonly departments: number;
  readonly runs: number;
}

function compared(workshop: Workshop, { hosting, departments, runs }: Size): string[] {
  const first = workshop.synthesis(departments, hosting);
  if (typeof first === 'string')
    return [hosting, String(departments), `refused: ${first}`, '', '', '', '', '', ''];
  workshop.writeBare();
  workshop.bare();
  sameTerraform(workshop.out('ours'), workshop.out('bare'));
  const [ours, bare] = inTurn(runs, [
    () => workshop.synthesis(departments, hosting) as Taken,
    () => workshop.bare(),
  ]);
  return [
    hosting,
    String(departments),
    ours.seconds.toFixed(2),
    bare.seconds.toFixed(2),
    ratio(ours.seconds, bare.seconds),
    ours.mebibytes.toFixed(0),
    bare.mebibytes.toFixed(0),
    ratio(ours.mebibytes, bare.mebibytes),
    (ours.seconds / departments).toFixed(3),
  ];
}

/** Runs both so often, one after the other, and takes the middle of each. */
function inTurn(runs: number, [one, other]: readonly [() => Taken, () => Taken]): [Taken, Taken] {
  const pairs = Array.from({ length: runs }, () => [one(), other()] as const);
  return [middle(pairs.map(([each]) => each)), middle(pairs.map(([, each]) => each))];
}

function middle(all: readonly Taken[]): Taken {
  return {
    seconds: median(all.map(({ seconds }) => seconds)),
    mebibytes: median(all.map(({ mebibytes }) => mebibytes)),
  };
}

function ratio(one: number, other: number): string {
  return (one / other).toFixed(2);
}

function inWorkshop(work: (workshop: Workshop) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-bench-'));
  try {
    work(new Workshop(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
