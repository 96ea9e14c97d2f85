import { type Issue } from '../../model';
import { type ShapeMistake } from './mistakes';
import { written } from './values';

/** Where something is, for the issues that are found in it. */
export interface Place {
  /** The nearest thing around it that has a name, as a path of names. */
  readonly at: string;
  /** From there to the thing, where it has no name of its own. */
  readonly path: readonly PropertyKey[];
  /** Its turn among the definitions of the company. */
  readonly order: number;
}

/** The place of something inside, which has no name. */
export function below({ at, path, order }: Place, ...inner: readonly PropertyKey[]): Place {
  return { at, path: [...path, ...inner], order };
}

/** The place of a definition: by its name, where it has one; reported under that, below what declares it, if not said otherwise. */
export function named(place: Place, definition: unknown, at?: string): Place {
  const name = nameOf(definition);
  if (name === undefined) return place;
  const around = place.path.slice(0, -2);
  return {
    at: at ?? [place.at, ...(around.length > 0 ? [written(around)] : []), name].join('/'),
    path: [],
    order: place.order,
  };
}

/** The name of a definition, if it has one that can be shown. */
export function nameOf(definition: unknown): string | undefined {
  const name = (definition as { readonly name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' && name.trim() !== '' ? name : undefined;
}

/** A mistake in the shape of something, with its place. */
export function issueAt(
  { at, path }: Place,
  { code, path: inner, got, allowed, change }: ShapeMistake,
): Issue {
  // Only of a company is nothing around it that it could be a property of.
  return { code, at, prop: written([...path, ...inner]) || at, got, allowed, change };
}
