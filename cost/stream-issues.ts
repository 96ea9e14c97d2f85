import { type Issue } from '../model';
import { type BillInput } from './bill-input';
import { overfilledBy } from './stream-capacities';
import { figure } from './money';

/** Namespaces, hubs and streaming jobs that take less than the contracts of their streams promise, however evenly it comes. */
export function streamIssues(input: BillInput): Issue[] {
  return overfilledBy(input).map(({ name, measure, used, has, most, then, beyond }) => ({
    code: 'LH9123' as const,
    at: `environment ${input.environment.name}`,
    prop: name,
    got: `has ${figure(has)} ${measure}, and what its contracts promise takes ${figure(used)} at least`,
    allowed: `as many as that takes, ${figure(most)} at most`,
    change: used > most ? beyond : then,
  }));
}
