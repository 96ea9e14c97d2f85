import type { DepartmentPipelines } from '../compilers/internal';
import type { Department, Environment, Mistake } from '../model';

/** Whether a department has a smoke test in an environment, as far as that is decided. */
export function hasSmokeTest({ smokeTest = false, departments }: Environment, { name }: Department): boolean {
  return departments?.[name]?.smokeTest ?? smokeTest;
}

/** A department that asks for what it cannot have; where the environment asks, it has none. */
export function smokeIssues(
  { departments }: Environment,
  { name }: Department,
  { smokeTest }: DepartmentPipelines,
): Mistake[] {
  if (departments?.[name]?.smokeTest !== true || smokeTest !== undefined) return [];
  return [
    {
      code: 'LH9351',
      prop: `departments.${name}.smokeTest`,
      got: 'is true, and no row of the department can go through every layer by itself',
      allowed:
        'a source with plain columns that is no snapshot, with a silver table that reads it alone, without pepper, range of time or model',
      change: 'leave it out, or say it for a department that has such a table',
    },
  ];
}
