import { type AzureLimit } from '../model';

/** Something that has an end, and when it comes if more rows come. */
export interface Capacity {
  /** The service. */
  readonly service: string;
  /** Which one of it. */
  readonly name: string;
  /** What is counted, with its unit. */
  readonly measure: string;
  /** How much is used now, likely, at the busiest time. */
  readonly used: number;
  /** How much there is, as it is synthesized. */
  readonly has: number;
  /** So many times as many rows fill it; never, where it is Infinity. */
  readonly givesOutAt: number;
  /** How much there can be. */
  readonly most: number;
  /** So many times as many rows fill that too. */
  readonly endsAt: number;
  /** What to do when it gives out. */
  readonly then: string;
  /** What to do when that ends. */
  readonly beyond: string;
  /** Whether it can be changed later without making it, and what is in it, anew. */
  readonly laterChange: boolean;
  /** Who says what there can be. */
  readonly source: string;
}

/** What is counted of a capacity. */
export type Measured = Pick<
  Capacity,
  'service' | 'name' | 'measure' | 'used' | 'has' | 'most' | 'then' | 'beyond'
>;

/** What is used of a limit, and how many times as much fills it. */
export function capacity(measured: Measured, source: AzureLimit, laterChange = true): Capacity {
  const { used, has, most } = measured;
  return {
    ...measured,
    givesOutAt: has / used,
    endsAt: most / used,
    laterChange,
    source: source.source,
  };
}
