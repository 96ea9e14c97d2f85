import { byDepartment, type Choice, choicesOf, departmentReservations, isCent } from '../cost';
import { type EstimatedRows } from '../model';
import { computedOnce } from '../model/collections';
import type { Bills } from './bills';

/** What a department costs in a month, and what it would without the choices that were made. */
export interface DepartmentEstimate {
  /** The department; `platform` for what nobody has a part in. */
  readonly department: string;
  /** What it costs. */
  readonly costs: number;
  /** What it would cost without any one of the choices, all of them added up. */
  readonly without: number;
}

/** What an environment costs by department, and what its choices save. */
export interface Estimates {
  /** The departments, the dearest first. */
  readonly departments: readonly DepartmentEstimate[];
  /** The choices, those that save the most first. */
  readonly choices: readonly Choice[];
}

/** Computes what an environment costs by department, and what its choices save; of one that is stopped, as if it ran. */
export function estimatesOf(bills: Bills): Estimates {
  return computedOnce(KNOWN, bills, () => computedEstimates(bills));
}

/** The page, what is printed and the rows of gold are of the same estimates. */
const KNOWN = new WeakMap<Bills, Estimates>();

function computedEstimates({ input, running }: Bills): Estimates {
  const choices = choicesOf(input, running);
  const costs = byDepartment(running);
  const names = new Set([...costs.keys(), ...choices.flatMap((choice) => Object.keys(choice.byDepartment))]);
  const departments = [...names].map((department): DepartmentEstimate => {
    const cost = costs.get(department)?.likely ?? 0;
    const more = choices.reduce((sum, choice) => sum + (choice.byDepartment[department] ?? 0), 0);
    return { department, costs: cost, without: cost + more };
  });
  return {
    choices,
    departments: departments
      .filter(({ costs: now, without }) => isCent(now) || isCent(without))
      .sort((a, b) => b.costs - a.costs),
  };
}

/** The same as rows of gold, in a fixed order. */
export function estimatedRows(bills: Bills): EstimatedRows {
  const { departments, choices } = estimatesOf(bills);
  const { running } = bills;
  const { currency } = running;
  const whole = toldOf(running.reservations);
  return {
    estimatedCosts: departments.map(({ department, costs, without }) => ({
      department,
      currency,
      monthly_cost: cents(costs),
      monthly_cost_without_choices: cents(without),
      reservations: toldOf(departmentReservations(running, department)),
    })),
    estimatedSavings: choices.flatMap(({ choice, without, byDepartment: parts }) =>
      Object.entries(parts)
        .filter(([, saving]) => isCent(Math.abs(saving)))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([department, saving]) => ({
          choice,
          department,
          without_it: without,
          currency,
          monthly_saving: cents(saving),
          // A choice is undone in the whole bill: what a department pays now is not all that it is priced by.
          reservations: whole,
        })),
    ),
  };
}

function toldOf(reservations: readonly string[]): string | null {
  return reservations.length === 0 ? null : reservations.join('; ');
}

function cents(amount: number): `${number}` {
  return amount.toFixed(2) as `${number}`;
}
