import { type Issue, listed } from '../errors';
import { type OwnedTable } from '../company/graph';
import { type TableReference } from '../flows/unfilled-rows';
import { countIssues } from './names';

/** Everything wrong with how a table is published. */
export function publicationIssues({ table }: OwnedTable, at: string): Issue[] {
  const { product } = table;
  if (!product) return [];
  const issues: Issue[] = [];
  const change = 'count the changes that break readers';
  issues.push(...countIssues(at, 'published.version', product.version, { least: 1, change }));
  const personal = table.columns.filter(({ classification }) => classification === 'personal');
  const names = personal.map(({ name }) => name);
  const exposed = new Set(product.exposes.map(({ column }) => column));
  for (const name of names.filter((column) => !exposed.has(column))) {
    issues.push({
      code: 'LH3114',
      at,
      prop: 'published',
      got: `shows "${name}", which is personal, without naming it`,
      allowed: 'personal columns that exposes names, each with its reason',
      change: `leave "${name}" out, let it be pseudonymised, or add it to exposes`,
    });
  }
  for (const { column, reason } of product.exposes) {
    if (!names.includes(column)) {
      issues.push({
        code: 'LH3115',
        at,
        prop: 'published.exposes',
        got: `has "${column}", which is no personal column`,
        allowed: listed(names),
        change: 'take it out',
      });
    } else if (!reason.trim()) {
      issues.push({
        code: 'LH0006',
        at,
        prop: 'published.exposes',
        got: `gives no reason for "${column}"`,
        allowed: 'a reason in words',
        change: 'say why readers need the value itself',
      });
    }
  }
  return issues;
}

/** A reader that counts on another version than the owner publishes. */
export function versionIssues(
  reference: TableReference,
  { department, table }: OwnedTable,
  at: string,
): Issue[] {
  const { product } = table;
  if (!product || product.version === reference.version) return [];
  return [
    {
      code: 'LH3110',
      at,
      prop: 'flow',
      got: `counts on version ${reference.version} of ${reference.name}`,
      allowed: `version ${product.version}, which ${department.name} publishes`,
      change: `look at what changed, and say { version: ${product.version} } in the reference`,
    },
  ];
}
