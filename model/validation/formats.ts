import { type Department } from '../company/department';
import { type Column, isColumn } from '../contracts/column';
import { formattedColumns, withFormat } from '../contracts/column-format';
import { contractColumns, type DataContract } from '../contracts/data-contract';
import {
  beginsWithDigit,
  type DateField,
  isVariable,
  partsOf,
  PATTERN_LETTERS,
  type PatternPart,
  readDate,
  writeDate,
} from '../contracts/date-pattern';
import {
  type BooleanFormat,
  type NumberFormat,
  type ValueFormat,
  type ValueFormats,
} from '../contracts/value-format';
import { type Flaw, type Issue, listed } from '../errors';
import { isObject, itemsOf, textsOf } from '../said';
import { describeType, type Kind } from '../types';

/** Kinds that each form is for. */
const FORMS_OF: Readonly<Record<Exclude<keyof ValueFormat, 'nullMarkers'>, readonly Kind[]>> = {
  patterns: ['date', 'timestamp'],
  epoch: ['timestamp'],
  clock: ['timestamp'],
  number: ['integer', 'long', 'decimal', 'double'],
  boolean: ['boolean'],
};

const CALLS: Readonly<Record<keyof typeof FORMS_OF, string>> = {
  patterns: 'a pattern',
  epoch: 'an epoch',
  clock: 'the clock of a place',
  number: 'separators of numbers',
  boolean: 'words for true and false',
};

const THOUSANDS: readonly string[] = ['.', ',', "'", '’', '_', ' ', '\u00A0', '\u202F'];

/** Everything wrong with how the values of a source are said to be written. */
export function formatIssues(at: string, contract: DataContract): Issue[] {
  const { writtenAs } = contract;
  const defaults = writtenAs
    ? [
        ...placedFlaws(at, 'writtenAs.dates', patternFlaws(writtenAs.dates, 'date')),
        ...placedFlaws(at, 'writtenAs.timestamps', patternFlaws(writtenAs.timestamps, 'timestamp')),
        ...placedFlaws(at, 'writtenAs.numbers', numberFlaws(writtenAs.numbers)),
        ...placedFlaws(at, 'writtenAs.booleans', booleanFlaws(writtenAs.booleans)),
        ...placedFlaws(at, 'writtenAs.nullMarkers', markerFlaws(writtenAs.nullMarkers)),
      ]
    : [];
  return [
    ...defaults,
    ...contractColumns(contract).flatMap(([name, column]) => columnFormatIssues(at, name, column, writtenAs)),
  ];
}

/** Everything wrong with how one column, or the elements of one, are said to be written; what a source says of all is reported there. */
function columnFormatIssues(
  at: string,
  name: string,
  column: Column,
  defaults: ValueFormats | undefined,
): Issue[] {
  if (isObject(column.elements))
    return Object.entries(column.elements).flatMap(([element, promise]) =>
      isColumn(promise) ? columnFormatIssues(at, `${name}.${element}`, promise, defaults) : [],
    );
  const { format = {}, type } = column;
  return placedFlaws(at, `columns.${name}`, [
    ...kindFlaws(type, format),
    ...patternFlaws(format.patterns, type.kind),
    ...numberFlaws(format.number),
    ...booleanFlaws(format.boolean),
    ...markerFlaws(format.nullMarkers),
    ...twiceFlaws(format),
    ...lostValueFlaws(column, withFormat(column, defaults).format ?? {}),
  ]);
}

function placedFlaws(at: string, prop: string, flaws: readonly Flaw[]): Issue[] {
  return flaws.map((flaw) => Object.assign({ at, prop }, flaw));
}

function kindFlaws(type: Column['type'], format: ValueFormat): Flaw[] {
  const { kind } = type as { readonly kind: Kind };
  return (
    (Object.keys(FORMS_OF) as (keyof typeof FORMS_OF)[])
      .filter((form) => format[form] !== undefined && !FORMS_OF[form].includes(kind))
      // An epoch is a number, in a column of timestamps.
      .filter((form) => form !== 'number' || kind !== 'timestamp' || format.epoch === undefined)
      .map((form) => ({
        code: 'LH1407',
        got: `is ${describeType(type)}, and has ${CALLS[form]}`,
        allowed: `${CALLS[form]} for ${FORMS_OF[form].join(', ')}`,
        change: 'change the type, or remove it',
      }))
  );
}

function twiceFlaws({ epoch, patterns, clock }: ValueFormat): Flaw[] {
  if (epoch === undefined || (patterns === undefined && clock === undefined)) return [];
  return [
    {
      code: 'LH1406',
      got: `counts ${epoch}, and has ${patterns ? 'a pattern' : 'the clock of a place'}`,
      allowed: 'one of them: a number of units since 1970 is in UTC',
      change: 'remove .epoch(), or the other',
    },
  ];
}

const LETTERS_MEANT: Readonly<Record<string, string>> = {
  YYYY: 'yyyy',
  YY: 'yy',
  y: 'yyyy',
  DD: 'dd',
  D: 'd',
  S: 'ss',
  SS: 'ss',
  s: 'ss',
  m: 'mm',
  tt: 'a',
  A: 'a',
  Z: 'X',
  ZZ: 'XXX',
  zzz: 'XXX',
  K: 'XXX',
  T: "'T'",
};

/** What is wrong with the patterns of a column. */
function patternFlaws(patterns: readonly string[] | undefined, kind: Kind): Flaw[] {
  if (patterns === undefined || !FORMS_OF.patterns.includes(kind)) return [];
  if (textsOf(patterns).length !== itemsOf(patterns).length || patterns.length === 0)
    return [unreadable('has no pattern', "a pattern or more, such as 'dd/MM/yyyy'", 'give one')];
  const flaws = patterns.flatMap((pattern) => patternFlaw(pattern, kind) ?? []);
  return flaws.length > 0 ? flaws : ambiguities(patterns);
}

function patternFlaw(pattern: string, kind: Kind): Flaw | undefined {
  const parts = partsOf(pattern);
  const shown = `has the pattern "${pattern}"`;
  if ('unknown' in parts) {
    const meant = LETTERS_MEANT[parts.unknown];
    const hint = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
    return unreadable(`${shown} with ${parts.unknown}${hint}`, PATTERN_LETTERS, 'write it with these');
  }
  const fields = parts.flatMap((part) => ('field' in part ? [part.field] : []));
  const missing = missingFields(fields, kind);
  if (missing !== undefined) return unreadable(`${shown}, ${missing}`, PATTERN_LETTERS, 'correct it');
  const open = parts.findIndex((part, index) => {
    const next = parts[index + 1];
    return isVariable(part) && next !== undefined && beginsWithDigit(next);
  });
  if (open < 0) return undefined;
  const letters = (parts[open] as Extract<PatternPart, { field: DateField }>).letters;
  return unreadable(
    `${shown}, in which nothing says where ${letters} ends`,
    `${letters} before a character that is no digit, or ${letters}${letters}, of two digits`,
    'correct it',
  );
}

/** What a pattern lacks, or has twice. */
function missingFields(fields: readonly DateField[], kind: Kind): string | undefined {
  const count = (...of: readonly DateField[]): number => fields.filter((field) => of.includes(field)).length;
  const [hours, minutes] = [count('hour', 'halfDayHour'), count('minute')];
  const groups: readonly (readonly [name: string, found: number])[] = [
    ['year (yyyy)', count('year', 'shortYear')],
    ['month (MM)', count('month', 'monthName')],
    ['day (dd)', count('day')],
  ];
  const lacking = groups.find(([, found]) => found === 0);
  if (lacking)
    return `which has no ${lacking[0]}${lacking[0].startsWith('month') && minutes > 0 ? ': mm are minutes' : ''}`;
  const twice = [...groups, ['hour', hours] as const, ['minute', minutes] as const, ...once(count)].find(
    ([, found]) => found > 1,
  );
  if (twice) return `which has the ${twice[0]} twice`;
  if (kind === 'date' && fields.some((field) => TIME_FIELDS.includes(field)))
    return 'which has a time, for a date: declare a timestamp, or write the digits that always stand there';
  if (count('halfDayHour') !== count('halfDay')) return 'in which hh stands without a, or a without hh';
  if (minutes > 0 && hours === 0) return 'which has minutes and no hour';
  if (count('second') > 0 && minutes === 0) return 'which has seconds and no minutes';
  if (count('fraction') > 0 && count('second') === 0) return 'which has a fraction and no seconds';
  if (count('offset') > 0 && hours === 0) return 'which has an offset and no hour';
  return undefined;
}

const TIME_FIELDS: readonly DateField[] = [
  'hour',
  'halfDayHour',
  'halfDay',
  'minute',
  'second',
  'fraction',
  'offset',
];

function once(count: (field: DateField) => number): (readonly [string, number])[] {
  return (['second', 'fraction', 'halfDay', 'offset'] as const).map((field) => [field, count(field)]);
}

function unreadable(got: string, allowed: string, change: string): Flaw {
  return { code: 'LH1401', got, allowed, change };
}

/** Times of which every two fields differ, in one digit and in two: written by one pattern, another reads the same or nothing. */
const PROBES = [
  '2003-02-01 04:05:06.070809000',
  '2012-11-10 09:08:07.123456789',
  '2010-12-11 13:14:15.000000000',
  '2001-01-31 23:59:58.900000000',
  '2009-10-02 00:00:00.000000000',
] as const;

function ambiguities(patterns: readonly string[]): Flaw[] {
  const parsed = patterns.map((pattern) => partsOf(pattern) as readonly PatternPart[]);
  const flaws: Flaw[] = [];
  for (const [index, parts] of parsed.entries())
    for (const [other, others] of parsed.entries()) {
      if (other <= index) continue;
      const text = [
        ...PROBES.map((probe) => writeDate(parts, probe)),
        ...PROBES.map((probe) => writeDate(others, probe)),
      ].find((written) => {
        const [here, there] = [readDate(parts, written), readDate(others, written)];
        return here !== undefined && there !== undefined && here !== there;
      });
      if (text === undefined && patterns[index] !== patterns[other]) continue;
      flaws.push({
        code: 'LH1402',
        got: `has the patterns "${patterns[index]}" and "${patterns[other]}"${text === undefined ? '' : `, which read "${text}" differently`}`,
        allowed: 'patterns of which a text has one',
        change: 'keep the one that the source uses',
      });
    }
  return flaws;
}

function numberFlaws(format: NumberFormat | undefined): Flaw[] {
  if (format === undefined) return [];
  const { decimal = '.', thousands, symbols = [] } = format;
  const wrong = (got: string, allowed: string): Flaw => ({
    code: 'LH1403',
    got,
    allowed,
    change: 'correct it',
  });
  return [
    ...(thousands !== undefined && !THOUSANDS.includes(thousands)
      ? [
          wrong(
            `separates thousands by "${thousands}"`,
            `${THOUSANDS.slice(0, 5).join(' ')}, a blank, or a no-break space`,
          ),
        ]
      : []),
    ...(thousands === decimal
      ? [wrong(`has "${decimal}" before the fraction and between thousands`, 'two signs that differ')]
      : []),
    ...textsOf(symbols)
      .filter(
        (symbol) =>
          symbol.trim() !== symbol || symbol === '' || /[0-9.,()+-]/.test(symbol) || /^[eE]$/.test(symbol),
      )
      .map((symbol) =>
        wrong(
          `has the symbol "${symbol}"`,
          'symbols without digits, signs, points, commas, brackets and blanks at the ends',
        ),
      ),
  ];
}

function booleanFlaws(format: BooleanFormat | undefined): Flaw[] {
  if (format === undefined) return [];
  const lower = (words: readonly string[]): string[] => textsOf(words).map((word) => word.toLowerCase());
  const [yes, no] = [lower(format.true), lower(format.false)];
  const both = yes.filter((word) => no.includes(word));
  const wrong = (got: string): Flaw => ({
    code: 'LH1404',
    got,
    allowed: 'one word or more for true, others for false, without blanks at the ends',
    change: 'correct the words',
  });
  return [
    ...(both.length > 0 ? [wrong(`has ${listed(both)} for true and for false`)] : []),
    ...(yes.length === 0 || no.length === 0
      ? [wrong(`has no word for ${yes.length === 0 ? 'true' : 'false'}`)]
      : []),
    ...([...yes, ...no].some((word) => word.trim() !== word || word === '')
      ? [wrong('has a word that is blank, or has blanks at its ends')]
      : []),
  ];
}

function markerFlaws(markers: readonly string[] | undefined): Flaw[] {
  if (markers === undefined) return [];
  const bad = textsOf(markers).find((marker) => marker.trim() !== marker || marker === '');
  if (bad === undefined && textsOf(markers).length > 0) return [];
  return [
    {
      code: 'LH1405',
      got: bad === undefined ? 'has no text that stands for a missing value' : `has the marker "${bad}"`,
      allowed: 'texts without blanks at their ends; blanks alone are always a missing value',
      change: 'correct the markers',
    },
  ];
}

function lostValueFlaws({ allowed, key, type }: Column, { nullMarkers, boolean }: ValueFormat): Flaw[] {
  const markers = textsOf(nullMarkers ?? []);
  const { kind } = type as { readonly kind: Kind };
  const words =
    kind === 'boolean' ? (boolean ? [...boolean.true, ...boolean.false] : ['true', 'false', '1', '0']) : [];
  const lost = markers.filter((marker) => allowed?.includes(marker) === true || words.includes(marker));
  if (lost.length === 0 || key) return [];
  return [
    {
      code: 'LH1405',
      got: `has ${listed(lost)} for a missing value, and as a value`,
      allowed: 'markers that are no values',
      change: 'remove the marker, or the value',
    },
  ];
}

/** Streams that alert rules read, with values in a form that Stream Analytics does not read. */
export function ruleFormatIssues({ name: owner, sources, alerts }: Department): Issue[] {
  return sources.flatMap((contract): Issue[] => {
    const isRead = alerts.some(({ source }) => source === contract.name);
    if (contract.delivery.kind !== 'stream' || !isRead) return [];
    const written = formattedColumns(contract).filter(([, { format }]) => format !== undefined);
    return written.map(([name]) => ({
      code: 'LH1409',
      at: `${owner}/${contract.name}`,
      prop: `columns.${name}`,
      got: 'is written in a form of its own, and an alert rule reads the stream',
      allowed: 'ISO 8601, numbers with a point, true and false in a stream with alert rules',
      change: 'let the producer write these, or ask a gold table instead of the stream',
    }));
  });
}
