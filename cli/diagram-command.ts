import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { departmentPicture, mermaidOf, type Picture, platformFacts, svgOf, tablePicture } from '../diagram';
import { type Company, environmentsNamed, LakehouseError, listed, suggestion } from '../model';
import { appOption, loadCompany } from './loader/load-company';
import { printJson } from './print-json';
import { subcommand } from './subcommand';

interface DiagramOptions {
  readonly app?: string;
  readonly environment?: string;
  readonly department?: string;
  readonly tables?: true;
  readonly format: 'svg' | 'mermaid';
  readonly out?: string;
  readonly synthesis: string;
  readonly json?: true;
}

/** `lakehouse diagram`: a picture of the platform, made of its definitions. */
export function diagramCommand(): Command {
  return subcommand({
    name: 'diagram',
    examples: [
      'lakehouse diagram --environment prod --out platform.svg',
      'lakehouse diagram --department marketing --out marketing.svg',
      'lakehouse diagram --tables --format mermaid --out tables.mmd',
      'lakehouse diagram --environment prod --json',
    ],
  })
    .addOption(appOption())
    .option('--environment <name>', "one environment (default: the company's first)")
    .option('--department <name>', 'every table of one department, with what it reads of others')
    .option('--tables', 'every table of all departments')
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['svg', 'mermaid']).default('svg'),
    )
    .option('--out <file>', 'where it is written (default: it is printed)')
    .option(
      '--synthesis <folder>',
      'where the app was synthesized to: resources, cost and alerts are taken from there',
      'cdktf.out',
    )
    .option(
      '--json',
      'print JSON, for programs: lanes, boxes with what is known of them, and lines; with --out, beside the picture',
    )
    .action((options: DiagramOptions) => draw(options));
}

async function draw(options: DiagramOptions): Promise<void> {
  const { app, format, out, json } = options;
  const picture = pictureOf(await loadCompany(app), options);
  const content = format === 'svg' ? svgOf(picture) : mermaidOf(picture);
  if (out !== undefined) {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, content);
  }
  if (json) printJson({ ...(out !== undefined && { file: out }), ...picture });
  else if (out === undefined) process.stdout.write(content);
  else console.log(`${picture.subtitle}: ${picture.boxes.length} boxes in ${out}`);
}

function pictureOf(company: Company, options: DiagramOptions): Picture {
  const [first] = company.environments;
  const [environment = first] =
    options.environment === undefined ? [first] : environmentsNamed(company, options.environment);
  if (environment === undefined) throw noSuch('environment', '', []);
  const facts = platformFacts(options.synthesis, environment.name);
  const pictured = { company, environment, ...(facts && { facts }) };
  const { department: name } = options;
  if (name === undefined) return options.tables ? tablePicture(pictured) : departmentPicture(pictured);
  const department = company.departments.find((each) => each.name === name);
  const known = company.departments.map((each) => each.name);
  if (department === undefined) throw noSuch('department', name, known);
  return tablePicture(pictured, department);
}

function noSuch(prop: string, name: string, known: readonly string[]): LakehouseError {
  return new LakehouseError('diagram', [
    {
      code: 'LH8124',
      at: 'diagram',
      prop,
      got: name === '' ? 'is not declared' : `is "${name}", which is not declared${suggestion(name, known)}`,
      allowed: listed(known),
      change: 'name one of these',
    },
  ]);
}
