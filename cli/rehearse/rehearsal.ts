import { type Issue } from '../../model';
import { type Attributes, type ResourceChange, type StackPlan } from '../guard/plan';
import { type RehearsedEnvironment, type RehearsedStack } from './kept';
import { replacesByValue, replacing } from './replacing';

/** What an upgrade does to a stack, as a plan would have it, and the addresses that it moves. */
export interface Rehearsal extends StackPlan {
  /** What is kept under another address. */
  readonly moved: readonly (readonly [from: string, to: string])[];
}

const NOTHING: RehearsedStack = { resources: new Map(), moved: [], forgotten: [] };

/** What becomes of each stack of an environment, those that are gone among them. */
export function rehearsed(before: RehearsedEnvironment, now: RehearsedEnvironment): Rehearsal[] {
  const names = [...new Set([...before.stacks.keys(), ...now.stacks.keys()])];
  return names.map((stack) =>
    ofStack(stack, before.stacks.get(stack) ?? NOTHING, now.stacks.get(stack) ?? NOTHING),
  );
}

/** What is wrong with the moves of an environment: Terraform would refuse them, or they keep nothing. */
export function moveIssues(before: RehearsedEnvironment, now: RehearsedEnvironment): Issue[] {
  return [...now.stacks].flatMap(([stack, { resources, moved }]) => {
    const had = before.stacks.get(stack)?.resources;
    const twice = (side: 0 | 1, address: string): boolean =>
      moved.filter((one) => one[side] === address).length > 1;
    return moved.flatMap(([from, to]): Issue[] => {
      const flaws = [
        ...(resources.has(from) ? [`moves ${from}, which is still defined`] : []),
        ...(twice(0, from) ? [`moves ${from} to more than one address`] : []),
        ...(twice(1, to) ? [`moves more than one address to ${to}`] : []),
        ...(from.split('.')[0] === to.split('.')[0] ? [] : [`moves ${from} to another type, ${to}`]),
        ...(had?.has(from) === true && !resources.has(endOf(to, moved))
          ? [`moves ${from} to ${to}, which is not defined`]
          : []),
      ];
      return flaws.map((got) => ({
        code: 'LH9357',
        at: stack,
        prop: 'moved',
        got,
        allowed: 'from the address that was deployed to the one that is defined now, each once',
        change: 'correct the move: what it does not keep is destroyed, and made anew',
      }));
    });
  });
}

/** Where an address is in the end: moves of several releases follow each other. */
function endOf(address: string, moved: RehearsedStack['moved'], seen: readonly string[] = []): string {
  const next = moved.find(([from]) => from === address)?.[1];
  return next === undefined || seen.includes(next) ? address : endOf(next, moved, [...seen, address]);
}

function ofStack(stack: string, before: RehearsedStack, now: RehearsedStack): Rehearsal {
  const moved = [...before.resources.keys()]
    .map((from) => [from, endOf(from, now.moved)] as const)
    .filter(([from, to]) => from !== to && now.resources.has(to) && !now.resources.has(from));
  const renames = new Map(moved);
  const had = new Map(
    [...before.resources].map(([address, attributes]) => [
      renames.get(address) ?? address,
      renamed(attributes, renames),
    ]),
  );
  const anew = madeAnew(had, now.resources);
  const addresses = [...new Set([...had.keys(), ...now.resources.keys()])].sort();
  return {
    stack,
    changes: addresses.map((address) => {
      const [was, is] = [had.get(address), now.resources.get(address)];
      return {
        address,
        type: address.split('.')[0] ?? '',
        action:
          is === undefined && now.forgotten.includes(address)
            ? 'forget'
            : actionOf(was, is, anew.has(address)),
        before: was,
        after: is,
      };
    }),
    drifted: [],
    defined: undefined,
    moved,
  };
}

function actionOf(
  before: Attributes | undefined,
  after: Attributes | undefined,
  isAnew: boolean,
): ResourceChange['action'] {
  if (before === undefined) return 'create';
  if (after === undefined) return 'destroy';
  if (isAnew) return 'replace';
  return same(before, after) ? 'none' : 'update';
}

/** Addresses that are made anew: by an attribute of their own, or because what such an attribute refers to is. */
function madeAnew(
  before: ReadonlyMap<string, Attributes>,
  now: ReadonlyMap<string, Attributes>,
): ReadonlySet<string> {
  const anew = new Set<string>();
  const kept = [...now].filter(([address]) => before.has(address));
  for (let found = -1; found !== anew.size;) {
    found = anew.size;
    for (const [address, after] of kept) {
      const was = before.get(address) ?? {};
      if (!anew.has(address) && isAnew(address.split('.')[0] ?? '', was, after, anew)) anew.add(address);
    }
  }
  return anew;
}

function isAnew(type: string, before: Attributes, after: Attributes, anew: ReadonlySet<string>): boolean {
  const names = replacing(type);
  return (
    names.some((name) => !same(before[name], after[name]) || refersTo(after[name], anew)) ||
    Object.keys(after).some(
      (name) => !same(before[name], after[name]) && replacesByValue(type, name, before[name], after[name]),
    )
  );
}

/** Only ids are made anew: a name that is the same is the same afterwards. */
function refersTo(value: unknown, anew: ReadonlySet<string>): boolean {
  if (value === undefined || anew.size === 0) return false;
  return [
    ...JSON.stringify(value).matchAll(/\$\{(\w+\.[\w-]+)\.(?:\w*id|identity\[0\]\.principal_id)\b/g),
  ].some(([, address = '']) => anew.has(address));
}

/** Attributes with references to addresses that were moved as they are now. */
function renamed(attributes: Attributes, renames: ReadonlyMap<string, string>): Attributes {
  if (renames.size === 0) return attributes;
  const text = JSON.stringify(attributes).replaceAll(
    /(?<=\$\{)\w+\.[\w-]+/g,
    (address) => renames.get(address) ?? address,
  );
  return JSON.parse(text) as Attributes;
}

/** Whether two values are the same, in whatever order their keys are. */
function same(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

function sorted(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'null'
  );
}
