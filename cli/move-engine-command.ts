import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command } from 'commander';
import { ARCHIVED, SUCCESSOR } from '../packages/engines';
import { moveOf, refuseUncommitted } from './move-engine/project';
import { ownManifest } from '../packages/manifests';
import { printJson } from './print-json';
import { subcommand } from './subcommand';

interface MoveOptions {
  readonly write?: true;
  readonly json?: true;
}

/** What somebody does after the files are moved, in order, with what it shows. */
export const STEPS_AFTER_MOVE: readonly (readonly [command: string, shows: string])[] = [
  ['npm install', `installs ${SUCCESSOR.engine}, and takes ${ARCHIVED.engine} away`],
  ['npx tsc --noEmit', 'compiles against it'],
  [
    'npx lakehouse synth',
    'in cdktf.out, two lines of each stack are other: the versions of the engine and of azurerm',
  ],
  [
    `npx ${SUCCESSOR.program}@0.24 diff platform-dev`,
    'then the other stacks: no changes; Terraform brings the state up to date by init -upgrade',
  ],
];

/** `lakehouse move-engine`: a project on the engine's successor. */
export function moveEngineCommand(): Command {
  return subcommand({
    name: 'move-engine',
    examples: [
      'lakehouse move-engine',
      'lakehouse move-engine --write',
      'lakehouse move-engine my-shop --json',
    ],
    notes: `Without --write nothing is changed. Before: deploy what is on main, so that the plan is empty. The state keeps its place and its addresses.`,
  })
    .argument('[folder]', 'folder of the project', '.')
    .option('--write', 'write the changes; the work tree must have no others')
    .option('--json', 'print JSON, for programs')
    .action((folder: string, options: MoveOptions) => move(folder, options));
}

function move(folder: string, { write, json }: MoveOptions): void {
  const changed = moveOf(folder, ownManifest().version);
  if (write && changed.length > 0) {
    refuseUncommitted(folder);
    for (const { path, text } of changed) writeFileSync(join(folder, path), text);
  }
  const files = changed.map(({ path }) => path);
  const isWritten = write === true && files.length > 0;
  if (json) {
    printJson({
      from: ARCHIVED.engine,
      to: SUCCESSOR.engine,
      files,
      written: isWritten,
      steps: STEPS_AFTER_MOVE.map(([command]) => command),
    });
    return;
  }
  if (files.length === 0) console.log(`Nothing is to be changed: the project is on ${SUCCESSOR.engine}.\n`);
  else
    console.log(
      `${isWritten ? 'Changed' : 'To be changed, by --write'}:\n${files.map((path) => `  ${path}`).join('\n')}\n`,
    );
  console.log('Then:');
  for (const [command, shows] of STEPS_AFTER_MOVE) console.log(`  ${command}\n    ${shows}`);
}
