import { type Tags } from '../company/settings';
import { type Issue } from '../errors';

/** What Azure allows of tags. Source: "Use tags to organize your Azure resources and management hierarchy". */
export const TAG_LIMITS = Object.freeze({ tags: 50, nameLength: 512, valueLength: 256 });

/** Words that no tag's name may begin with: Azure keeps them for itself. */
const RESERVED = /^(?:microsoft|azure|windows)/i;

/** Everything wrong with tags, wherever they are put. */
export function tagIssues(at: string, prop: string, tags: Tags): Issue[] {
  const names = Object.keys(tags);
  const issues = names.flatMap((name) => oneIssues(at, `${prop}.${name}`, name, tags[name]));
  const twice = names.filter((name, index) =>
    names.some((other, before) => before < index && other.toLowerCase() === name.toLowerCase()),
  );
  for (const name of twice) {
    issues.push({
      code: 'LH5002',
      at,
      prop,
      got: `has "${name}" twice, in upper and lower case`,
      allowed: 'each name once: Azure does not tell case apart',
      change: 'remove one',
    });
  }
  return issues;
}

function oneIssues(at: string, prop: string, name: string, value: unknown): Issue[] {
  const { nameLength, valueLength } = TAG_LIMITS;
  const issues: Issue[] = [];
  if (!name.trim() || name.length > nameLength || /[<>%&\\?/]/.test(name)) {
    issues.push({
      code: 'LH5002',
      at,
      prop,
      got: `has a name of ${name.length} characters, "${name.length > 60 ? `${name.slice(0, 60)}…` : name}"`,
      allowed: `1 to ${nameLength} characters, without < > % & \\ ? /`,
      change: 'rename the tag',
    });
  } else if (RESERVED.test(name)) {
    issues.push({
      code: 'LH5002',
      at,
      prop,
      got: 'begins with a word that Azure keeps for itself',
      allowed: 'names that begin with none of microsoft, azure and windows',
      change: 'rename the tag',
    });
  }
  if (typeof value !== 'string' || value.length > valueLength) {
    issues.push({
      code: 'LH5002',
      at,
      prop,
      got: typeof value === 'string' ? `has ${value.length} characters` : `is ${String(value)}`,
      allowed: `a text of at most ${valueLength} characters`,
      change: 'write it shorter, or into several tags',
    });
  }
  return issues;
}
