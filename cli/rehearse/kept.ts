import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { LakehouseError } from '../../model';
import { type GuardDocument } from '../../stacks/guard-document';
import { type Attributes } from '../guard/plan';
import { replacing } from './replacing';

/** A stack as it was synthesized. */
export interface RehearsedStack {
  /** Its resources by address; long values are their hashes. */
  readonly resources: ReadonlyMap<string, Attributes>;
  /** What its definitions say was moved, from one address to another. */
  readonly moved: readonly (readonly [from: string, to: string])[];
  /** Addresses that they say are no longer looked after, and not destroyed. */
  readonly forgotten: readonly string[];
}

/** An environment as it was synthesized. */
export interface RehearsedEnvironment {
  /** Its name. */
  readonly environment: string;
  /** Its stacks, by name. */
  readonly stacks: ReadonlyMap<string, RehearsedStack>;
}

/** The version of what is kept. */
const FORMAT = 1;

const blocks = z.record(z.string(), z.record(z.string(), z.unknown()));
const kept = z.object({ environment: z.string(), stacks: z.record(z.string(), blocks) });
const move = z.object({ from: z.string(), to: z.string() });
const removed = z.object({
  from: z.string(),
  lifecycle: z.object({ destroy: z.boolean().optional() }).optional(),
});
const written = z.object({
  resource: z.record(z.string(), blocks).default({}),
  moved: z.union([move.transform((one) => [one]), z.array(move)]).default([]),
  removed: z.union([removed.transform((one) => [one]), z.array(removed)]).default([]),
});

/**
 * The environments of a synthesis: of the folder that it wrote, or of one that was kept of it, by their names.
 *
 * @throws LakehouseError when there are none, or what was kept is of another format.
 */
export function environmentsIn(folder: string): ReadonlyMap<string, RehearsedEnvironment> {
  const guarded = jsonFiles(join(folder, 'guard'));
  const found =
    guarded.length > 0
      ? guarded.map((file) => ofSynthesis(folder, parsed(file) as GuardDocument))
      : jsonFiles(folder).map(ofKept);
  if (found.length === 0) throw unknown(folder, 'has no synthesis, and nothing that was kept of one');
  return new Map(found.map((one) => [one.environment, one]));
}

/** Keeps of each environment what a later rehearsal compares with, a line for each resource: `<environment>.json`. Gives the files. */
export function keep(environments: Iterable<RehearsedEnvironment>, folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return [...environments].map(({ environment, stacks }) => {
    const lines = [...stacks].map(([stack, { resources }]) => {
      const own = [...resources].map(
        ([address, attributes]) => `    ${JSON.stringify(address)}: ${JSON.stringify(attributes)}`,
      );
      return `  ${JSON.stringify(stack)}: {\n${own.join(',\n')}\n  }`;
    });
    const file = join(folder, `${environment}.json`);
    writeFileSync(
      file,
      `{\n"format": ${FORMAT},\n"environment": ${JSON.stringify(environment)},\n"stacks": {\n${lines.join(',\n')}\n}\n}\n`,
    );
    return file;
  });
}

function ofSynthesis(folder: string, { environment, grants }: GuardDocument): RehearsedEnvironment {
  const stacks = Object.keys(grants).map((stack) => {
    const file = join(folder, 'stacks', stack, 'cdk.tf.json');
    const found = written.safeParse(existsSync(file) ? parsed(file) : undefined);
    if (!found.success) throw unknown(file, 'is no stack that was synthesized');
    const { resource, moved, removed: left } = found.data;
    const resources = Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(
        ([name, attributes]) => [`${type}.${name}`, shortened(type, attributes)] as const,
      ),
    );
    return [
      stack,
      {
        resources: new Map(resources.sort(([a], [b]) => (a < b ? -1 : 1))),
        moved: moved.map(({ from, to }) => [from, to] as const),
        forgotten: left.filter(({ lifecycle }) => lifecycle?.destroy === false).map(({ from }) => from),
      },
    ] as const;
  });
  return { environment, stacks: new Map(stacks) };
}

function ofKept(file: string): RehearsedEnvironment {
  const content = parsed(file);
  const format = z.object({ format: z.unknown() }).safeParse(content).data?.format;
  if (format !== FORMAT)
    throw unknown(file, `has the format ${JSON.stringify(format) ?? 'of something else'}`);
  const found = kept.safeParse(content);
  if (!found.success) throw unknown(file, 'is not what was kept of a synthesis');
  const { environment, stacks } = found.data;
  return {
    environment,
    stacks: new Map(
      Object.entries(stacks).map(([stack, resources]) => [
        stack,
        { resources: new Map(Object.entries(resources)), moved: [], forgotten: [] },
      ]),
    ),
  };
}

/** Attributes that say how Terraform goes about it, and nothing about the resource. */
const META = ['depends_on', 'lifecycle', 'provider', 'timeouts', 'count', 'for_each'];
/** Attributes that the guard reads, whatever their length. */
const READ = /^tags$|network|rule|_receiver$|^action$|^notification$|^contact_|^condition$/;
const LONGEST = 200;

/** Attributes of a resource with hashes in place of long texts: definitions of pipelines and queries are compared, and not kept. */
function shortened(type: string, attributes: Attributes): Attributes {
  const whole = replacing(type);
  const ignored = ignoredIn(attributes.lifecycle);
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => !META.includes(name) && !ignored.includes(name))
      .map(([name, value]) => {
        const text = JSON.stringify(value);
        const isKept = text.length <= LONGEST || READ.test(name) || whole.includes(name);
        return [
          name,
          isKept ? value : `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`,
        ];
      }),
  );
}

/** Attributes whose changes Terraform is told to overlook. */
function ignoredIn(lifecycle: unknown): readonly string[] {
  const found = z.object({ ignore_changes: z.array(z.string()) }).safeParse(lifecycle);
  return found.success ? found.data.ignore_changes : [];
}

function jsonFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw unknown(file, 'is no JSON');
  }
}

function unknown(at: string, got: string): LakehouseError {
  return new LakehouseError('rehearse', [
    {
      code: 'LH9356',
      at,
      prop: 'before',
      got,
      allowed: `the folder of a synthesis, or one that lakehouse rehearse --keep wrote, of format ${FORMAT}`,
      change: 'synthesize with the version that is deployed, into a folder of its own, and name that',
    },
  ]);
}
