import { type Column, soundParts, writeDate } from '../../model';

const PER_MILLISECOND = { seconds: 0.001, milliseconds: 1, microseconds: 1000 } as const;

/** A value in the library's own form as the source would write it; what is in no such form stays as it is. */
export function writtenValue({ type, format }: Column, text: string): string {
  if (format === undefined) return text;
  switch (type.kind) {
    case 'date':
    case 'timestamp':
      return writtenTime(text, format);
    case 'boolean':
      return (text === 'true' || text === 'false' ? format.boolean?.[text][0] : undefined) ?? text;
    case 'integer':
    case 'long':
    case 'decimal':
    case 'double':
      return /^-?\d+(\.\d+)?$/.test(text) ? text.replace('.', format.number?.decimal ?? '.') : text;
    default:
      return text;
  }
}

function writtenTime(text: string, { patterns, epoch, clock }: NonNullable<Column['format']>): string {
  const [, day, time = '00:00:00', fraction = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?Z?)?$/.exec(text) ?? [];
  if (day === undefined) return text;
  const [pattern] = patterns ?? [];
  if (pattern !== undefined)
    return writeDate(soundParts(pattern), `${day} ${time}.${fraction.padEnd(9, '0')}`);
  const milliseconds = Date.parse(`${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  if (epoch !== undefined && !Number.isNaN(milliseconds))
    return String(Math.floor(milliseconds * PER_MILLISECOND[epoch]));
  // Made-up times are as good on one clock as on another.
  return clock === undefined ? text : text.replace(/Z$/, '');
}
