import { evaluate, type RunContext } from '../pipeline-expressions';
import type { Json } from './json';
import type { DatasetReference } from './pipeline';
import type { Platform } from './platform';
import type { File, Lake } from './storage';

/** An activity that failed. */
export class ActivityError extends Error {}

/** Where a dataset points to. */
export interface Place {
  readonly folder: string;
  readonly file: string | undefined;
  readonly url: string | undefined;
}

/** Where a dataset points to, with the values of its parameters. */
export function placeOf(platform: Platform, reference: DatasetReference, context: RunContext): Place {
  const dataset = platform.datasets.get(reference.name);
  if (dataset === undefined) throw new Error(`no dataset ${reference.name}`);
  const parameters = Object.fromEntries(
    Object.entries(reference.parameters).map(([name, value]) => [name, evaluate(value, context)]),
  );
  const { location } = dataset;
  const of = (name: string): string | undefined =>
    location[name] === undefined ? undefined : String(evaluate(location[name], { dataset: parameters }));
  const folder = [of('fileSystem'), of('folderPath')].filter((part) => part !== undefined && part !== '');
  return { folder: folder.join('/'), file: of('fileName'), url: of('relativeUrl') };
}

/** Whether there is something at a place. */
export function isThere(lake: Lake, { folder, file }: Place): boolean {
  return file === undefined ? lake.hasFolder(folder) : lake.file(folder, file) !== undefined;
}

/** The folder below which files are looked for: that of the dataset, and what a pattern says of those below it. */
export function rootOf({ folder }: Place, store: Json, context: RunContext): string {
  const below = store['wildcardFolderPath'];
  const root = below === undefined ? folder : `${folder}/${String(evaluate(below, context))}`;
  if (/[*?]/.test(root)) throw new Error(`not modelled: a pattern of folders, ${root}`);
  return root;
}

/**
 * Files that an activity takes: one, or those that fit a pattern and a time.
 *
 * @param recursive - whether also those of folders below, unless the activity says so itself
 */
export function filesAt(
  lake: Lake,
  place: Place,
  store: Json,
  context: RunContext,
  recursive: boolean,
): File[] {
  const root = rootOf(place, store, context);
  if (!lake.hasFolder(root)) throw new ActivityError(`PathNotFound: there is no folder ${root}`);
  const named = store['wildcardFileName'];
  if (place.file !== undefined && named === undefined && !/[*?]/.test(place.file)) {
    const file = lake.file(root, place.file);
    if (file === undefined) throw new ActivityError(`PathNotFound: there is no file ${root}/${place.file}`);
    return [file];
  }
  const pattern = wildcardOf(named === undefined ? (place.file ?? '*') : String(evaluate(named, context)));
  const deep = (store['recursive'] ?? recursive) === true;
  const bound = (side: string, otherwise: number): number =>
    store[side] === undefined ? otherwise : Date.parse(String(evaluate(store[side], context))) / 60_000;
  const from = bound('modifiedDatetimeStart', -Infinity);
  const to = bound('modifiedDatetimeEnd', Infinity);
  return lake
    .files(root)
    .filter(
      ({ name, path, modified }) =>
        (deep || !path.slice(root.replace(/\/$/, '').length + 1).includes('/')) &&
        pattern.test(name) &&
        modified >= from &&
        modified < to,
    );
}

function wildcardOf(text: string): RegExp {
  return new RegExp(
    `^${text
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
}
