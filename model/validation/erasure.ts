import { type Department } from '../company/department';
import { type CompanyGraph } from '../company/graph';
import { erasurePlan } from '../erasure/erasure-plan';
import { type PersonalData } from '../erasure/personal-data';
import { type Issue, listed } from '../errors';

/** Tables of a department that keep something of persons who could not be found in them. */
export function erasureIssues(graph: CompanyGraph, department: Department, data: PersonalData): Issue[] {
  return erasurePlan(graph, department, data).unreachable.map(({ table, columns }) => ({
    code: 'LH3116',
    at: `${department.name}/${table.name}`,
    prop: 'flow',
    got: `keeps ${listed(columns)}, which ${columns.length === 1 ? 'comes' : 'come'} from rows about persons, and nothing that identifies the person`,
    allowed:
      "the column that identifies the person, or a table that each run computes whole: write: 'overwrite', or readTimeRange()",
    change: 'carry that column, leave the others out, or overwrite the table',
  }));
}
