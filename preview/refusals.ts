import { join } from 'node:path';
import { type Company, countMistakes, LakehouseError, listed, placed, throwIssues } from '../model';
import { isInside, realLocation } from '../output';
import { type PreviewOptions } from './options';

/** What is read is never among what is written, whichever way links lead. */
export function refuseDataInside(company: Company, { data, out }: PreviewOptions): void {
  if (data === undefined) return;
  const result = realLocation(out);
  const sources = company.departments.flatMap((department) => department.sources.map(({ name }) => name));
  const homes = sources.map((name) => ({ name, home: realLocation(join(data, name)) }));
  const within = homes.filter(({ home }) => isInside(home, result));
  const around = homes.filter(({ home }) => !isInside(home, result) && isInside(result, home));
  if (within.length + around.length === 0) return;
  const names = (found: readonly { name: string }[]): string => listed(found.map(({ name }) => name));
  throw new LakehouseError('preview', [
    {
      code: 'LH8003',
      at: 'preview',
      prop: 'out',
      got: `is "${out}", which ${[
        ...(within.length > 0 ? [`holds the data of these sources: ${names(within)}`] : []),
        ...(around.length > 0 ? [`lies in the data of these sources: ${names(around)}`] : []),
      ].join(', and ')}`,
      allowed: 'a folder apart from what is read',
      change: 'choose another folder for the result, or move the data',
    },
  ]);
}

/** Memory is a number of MiB that the engine can have. */
export function refuseMemory({ memoryMiB }: PreviewOptions): void {
  if (memoryMiB === undefined) return;
  const count = { least: 1, of: 'MiB', change: 'change the number, or leave it out' };
  throwIssues('preview', placed('preview', countMistakes('memoryMiB', memoryMiB, count)));
}
