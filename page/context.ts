import { type Company, type CompanyGraph, type Table } from '../model';
import { type FinishedRun } from '../preview';
import { type GoldRows } from './gold-rows';

/** What can be decided about the page. */
export interface PageOptions {
  /** Shows personal values, which are masked otherwise. @default false */
  readonly showPersonal?: boolean;
  /** The folder of a synthesis: resources, cost and rights are taken from there, where it is there. @default the definitions alone */
  readonly synthesis?: string;
}

/** What sections are made of. */
export interface PageContext {
  /** The company, as it is declared. */
  readonly company: Company;
  /** Finds owners and order among its tables. */
  readonly graph: CompanyGraph;
  /** The run that the page shows. */
  readonly run: FinishedRun;
  /** The rows that stand in the page, of every gold table. */
  readonly gold: ReadonlyMap<Table, GoldRows>;
  /** Whether personal values are shown. */
  readonly showPersonal: boolean;
  /** The folder of a synthesis, there or not. */
  readonly synthesis?: string;
}
