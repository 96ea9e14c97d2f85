'use strict';

/**
 * Reads checkov's JSON report and prints each broken policy once, with the places that break it.
 * Fails when a policy is broken, and when checkov checked nothing at all: it is content with files that it does not recognize.
 */
const { readFileSync } = require('node:fs');
const { basename, dirname } = require('node:path');

/**
 * @typedef {{ check_id: string, check_name: string, resource: string, file_path: string }} Finding
 * @typedef {{ passed?: number, failed?: number, parsing_errors?: number }} Summary
 * @typedef {{ summary?: Summary, results?: { failed_checks?: Finding[] } }} Report
 */

const [path] = process.argv.slice(2);
if (path === undefined) {
  throw new Error('usage: node policy-report.js REPORT.json');
}

/** @type {unknown} */
const parsed = JSON.parse(readFileSync(path, 'utf8'));
const content = /** @type {Report | Report[]} */ (parsed);
const reports = [content].flat();

/** @param {keyof Summary} count */
const total = (count) => reports.reduce((sum, { summary }) => sum + (summary?.[count] ?? 0), 0);

/**
 * Policy, then resource, then the stacks that it stands in.
 *
 * @type {Map<string, Map<string, string[]>>}
 */
const broken = new Map();
for (const finding of reports.flatMap(({ results }) => results?.failed_checks ?? [])) {
  const policy = `${finding.check_id}: ${finding.check_name}`;
  const resources = broken.get(policy) ?? /** @type {Map<string, string[]>} */ (new Map());
  const stack = basename(dirname(finding.file_path));
  resources.set(finding.resource, [...(resources.get(finding.resource) ?? []), stack]);
  broken.set(policy, resources);
}

for (const [policy, resources] of [...broken].sort()) {
  console.log(policy);
  for (const [resource, stacks] of [...resources].sort()) {
    console.log(`    ${resource} in ${stacks.sort().join(', ')}`);
  }
}
const unread = total('parsing_errors');
console.log(
  `${total('passed')} checks passed, ${total('failed')} failed: ${broken.size} policies broken, ${unread} files not read`,
);
if (total('passed') === 0 || broken.size > 0 || unread > 0) {
  process.exitCode = 1;
}
