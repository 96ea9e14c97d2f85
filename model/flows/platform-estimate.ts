import { type ColumnInfo, type Schema } from '../columns';
import { decimalType, stringType, type DataType } from '../types';
import { type PlatformEstimate } from './unfilled-rows';

/** Longest name of a department, choice or alternative in the estimate. */
const NAME_LENGTH = 200;
/** Longest list of what a total leaves out. */
const RESERVATIONS_LENGTH = 1000;
/** Digits of an amount: a trillion, to the cent. */
const AMOUNT = decimalType(14, 2);

/** A row of {@link estimatedCosts}. */
export interface EstimatedCost {
  /** The department; `platform` for what nobody has a part in. */
  readonly department: string;
  /** Of the amounts, as ISO 4217 writes it. */
  readonly currency: string;
  /** What a month likely costs while everything runs, as a decimal with two digits. */
  readonly monthly_cost: `${number}`;
  /** What it would without any one of the choices, all of them added up. */
  readonly monthly_cost_without_choices: `${number}`;
  /** What the department's figures leave out or cannot be sure of, and their part of its cost; null where there is nothing to say. */
  readonly reservations: string | null;
}

/** A row of {@link estimatedSavings}. */
export interface EstimatedSaving {
  /** The choice, in words. */
  readonly choice: string;
  /** The department; `platform` for what nobody has a part in. */
  readonly department: string;
  /** What there would be without the choice, in words. */
  readonly without_it: string;
  /** Of the amounts, as ISO 4217 writes it. */
  readonly currency: string;
  /** What the department's month likely costs less by it, as a decimal with two digits. */
  readonly monthly_saving: `${number}`;
  /** What the whole bill leaves out or cannot be sure of: a choice is undone in all of it. @default null: there is nothing to say */
  readonly reservations?: string | null;
}

/** What a synthesis knows of the cost of an environment, as rows. */
export interface EstimatedRows {
  /** By department. */
  readonly estimatedCosts: readonly EstimatedCost[];
  /** By choice and department. */
  readonly estimatedSavings: readonly EstimatedSaving[];
}

/** The rows where no environment was synthesized. */
export const NO_ESTIMATE: EstimatedRows = Object.freeze({ estimatedCosts: [], estimatedSavings: [] });

/**
 * What the platform is estimated to cost in a month by department, as a gold flow reads it: computed at synthesis from what is
 * synthesized, and deployed with gold. A preview takes it from a synthesis.
 */
export const estimatedCosts: PlatformEstimate<{
  readonly department: 'string';
  readonly currency: 'string';
  readonly monthly_cost: 'decimal';
  readonly monthly_cost_without_choices: 'decimal';
  readonly reservations: 'string';
}> = estimate('estimatedCosts', {
  columns: [
    column('department', stringType(NAME_LENGTH)),
    column('currency', stringType(3)),
    column('monthly_cost', AMOUNT),
    column('monthly_cost_without_choices', AMOUNT),
    { ...column('reservations', stringType(RESERVATIONS_LENGTH)), nullable: true },
  ],
  key: ['department'],
});

/** What each choice of the library saves of that in each department, as a gold flow reads it. */
export const estimatedSavings: PlatformEstimate<{
  readonly choice: 'string';
  readonly department: 'string';
  readonly without_it: 'string';
  readonly currency: 'string';
  readonly monthly_saving: 'decimal';
  readonly reservations: 'string';
}> = estimate('estimatedSavings', {
  columns: [
    column('choice', stringType(NAME_LENGTH)),
    column('department', stringType(NAME_LENGTH)),
    column('without_it', stringType(NAME_LENGTH)),
    column('currency', stringType(3)),
    column('monthly_saving', AMOUNT),
    { ...column('reservations', stringType(RESERVATIONS_LENGTH)), nullable: true },
  ],
  key: ['choice', 'department'],
});

/** The file that a synthesis writes the rows of an environment into, in its folder `cost`. */
export function estimateFile({ name }: { readonly name: string }): string {
  return `${name}-estimate.json`;
}

/** Both, in a fixed order. */
export const PLATFORM_ESTIMATES: readonly PlatformEstimate[] = [estimatedCosts, estimatedSavings];

/** The rows of one of them, each value in the order of its columns. */
export function rowsOfEstimate({ rows, columns }: PlatformEstimate, all: EstimatedRows): (string | null)[][] {
  return all[rows].map((row) => {
    const values: Readonly<Record<string, string | null | undefined>> = { ...row };
    return columns.map(({ name }) => values[name] ?? null);
  });
}

function estimate<S extends Schema>(
  rows: keyof EstimatedRows,
  shape: Pick<PlatformEstimate, 'columns' | 'key'>,
): PlatformEstimate<S> {
  const name = rows === 'estimatedCosts' ? '_estimated_costs' : '_estimated_savings';
  return Object.freeze({ zone: 'estimate' as const, name, rows, ...shape });
}

function column(name: string, type: DataType): ColumnInfo {
  return { name, type, nullable: false, classification: 'internal', lineage: [] };
}
