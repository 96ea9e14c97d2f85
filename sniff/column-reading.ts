import { type DataType, decimalType, type NumberFormat, stringType } from '../model';
import { type ColumnCounts, type ColumnReading } from './column-facts';
import { booleanReading } from './values/booleans';
import { type Conventions } from './values/conventions';
import { dateReading } from './values/dates';
import { epochReading, mixedEpochs } from './values/epochs';
import { withoutMarkers } from './values/null-markers';
import { isCurrency, numberParts } from './values/number-parts';
import { numberReading, type NumberReading } from './values/numbers';
import { schemaReading } from './values/schema-types';
import { lengthFor } from './values/texts';
import { rowsOf, type ValueCount } from './values/value-counts';
import { counted } from './words';

/** What a column is and where it stands, as far as that says how it is read. */
export interface ColumnContext {
  /** Its name in the contract. */
  readonly name: string;
  /** The type that the file gives it; nothing where it holds text. */
  readonly typed?: string | undefined;
  /** Whether the files are of a format whose values have types, of which a contract says no forms of text. @default no */
  readonly hasTypes?: boolean | undefined;
  /** What other columns say. */
  readonly conventions: Conventions;
}

/** Columns of digits that are no numbers: nobody adds them up, and zeros in front count. */
const CODES =
  /(?:^|_)(?:zip|zip_?code|postal_?code|postcode|plz|phone|tel|telephone|telefon|mobile|fax|ean|gtin|upc|isbn|barcode|iban|bic|swift|card_number|last_?4|account_number|vat_?id|tax_id|sku)(?:$|_)/;

/** Columns of what identifies something, of which zeros behind a point are a part. */
const IDENTIFIERS = /(?:^|_)(?:id|version|build|release)$/;

/** Columns of yes and no that are written 1 and 0. */
const FLAGS =
  /^(?:is|has|was|can|with|allow|allows|enable|enabled)_|_(?:flag|enabled|active|deleted)$|^(?:active|deleted|enabled|paid|flag)$/;

/** Digits that amounts have at least, and room before the point. */
const [LEAST_PRECISION, ROOM, MOST_PRECISION] = [12, 2, 38];

/** Proposes what a column is read as: the most that all its values are, but for those that are named. */
export function readColumn(counts: ColumnCounts, context: ColumnContext): ColumnReading {
  return context.hasTypes === true ? readTyped(counts, context) : readText(counts, context);
}

/** A column of files whose values have types: as their schema says, and text by its values. */
function readTyped(counts: ColumnCounts, context: ColumnContext): ColumnReading {
  const { name, typed } = context;
  const said = CODES.test(name) ? undefined : schemaReading(counts, name, typed);
  if (said) return said;
  const evidence = typed === undefined ? [] : [`${typed} in the file`];
  const bytes = typed === 'BLOB' ? [BYTES] : [];
  const read = readText(counts, context);
  const { number, boolean, clock } = read.format;
  // What a contract of such files cannot say stays as it is.
  const isText = number !== undefined || boolean !== undefined || clock !== undefined;
  const found = isText ? textReading(counts, context) : read;
  const written = isText ? [`text that may be ${read.type.kind}: ${NO_FORMS}`] : [];
  return {
    ...found,
    evidence: [...evidence, ...found.evidence],
    doubts: [...bytes, ...written, ...found.doubts],
  };
}

const BYTES = 'bytes in the file: what a copy writes of them is not documented; let the source write text';

const NO_FORMS = 'files with types say none of their forms, so let the source write it with its type';

function readText(counts: ColumnCounts, context: ColumnContext): ColumnReading {
  const { markers, rest } = withoutMarkers(counts.values, 'typed values');
  const typed = rest.length > 0 ? typedReading(rest, context) : undefined;
  if (typed === undefined) return textReading(counts, context);
  const ends = typed.openEnds ?? [];
  const none = [...markers, ...ends];
  return {
    ...typed,
    format: {
      ...typed.format,
      ...(none.length > 0 && { nullMarkers: none.map(({ text }) => text).sort() }),
    },
    missing: counts.rows - counts.present + rowsOf(none),
    markers: none.map(({ text }) => text),
    evidence: [...typed.evidence, ...markers.map(markerText), ...ends.map(endText)],
    conventions: { ...typed.conventions, markers: markers.map(({ text }) => text) },
  };
}

type TypedReading = Omit<ColumnReading, 'missing' | 'markers'> & {
  readonly openEnds?: readonly ValueCount[];
};

function typedReading(values: readonly ValueCount[], context: ColumnContext): TypedReading | undefined {
  const { name, conventions } = context;
  const base = { format: {}, evidence: [], conventions: {} };
  const isCode = CODES.test(name);
  const booleans = booleanReading(values, conventions.words ?? conventions.guessedWords);
  if (booleans) {
    const { format, bad, doubts, words, isGuess } = booleans;
    return {
      ...base,
      type: { kind: 'boolean' },
      format: format ? { boolean: format } : {},
      exceptions: bad,
      doubts,
      conventions: isGuess ? { guessedWords: words } : { words },
    };
  }
  if (isCode) return undefined;
  const dates = dateReading(values, conventions);
  if (dates) {
    const { kind, patterns, bad, doubts, openEnds, days, dayFirst, withoutOffset } = dates;
    const clock = withoutOffset ? conventions.clock : undefined;
    return {
      type: { kind },
      format: { ...(patterns && { patterns }), ...(clock !== undefined && { clock }) },
      exceptions: bad,
      openEnds,
      evidence: [`${days[0]} to ${days[1]}`],
      doubts: [
        ...doubts,
        ...(withoutOffset && clock === undefined && context.typed === undefined
          ? [context.hasTypes === true ? 'no offset: read as UTC' : NO_OFFSET]
          : []),
      ],
      conventions: { dayFirst },
      days,
    };
  }
  const numbers = numberReading(values, conventions);
  if (numbers?.kind !== 'long' && numbers?.wholeFractions === false && IDENTIFIERS.test(name))
    return undefined;
  return numbers && numberColumn(values, numbers, context);
}

const NO_OFFSET = "no offset: read as UTC; if it is the clock of a place, say so: .clockOf('Europe/Berlin')";

function numberColumn(
  values: readonly ValueCount[],
  numbers: NumberReading,
  { name, typed, hasTypes }: ColumnContext,
): TypedReading | undefined {
  const { kind, whole, scale, wholeFractions, format, bad, doubts, decimal } = numbers;
  const good = values.filter((value) => !bad.includes(value));
  const base = { exceptions: bad, conventions: { decimal }, openEnds: [], evidence: [], doubts };
  const epoch = format === undefined ? epochReading(name, good) : undefined;
  if (epoch?.named === true)
    return {
      ...base,
      type: { kind: 'timestamp' },
      format: { epoch: epoch.unit },
      exceptions: [...bad, ...epoch.bad],
      evidence: [`${epoch.unit} since 1970: ${epoch.days[0]} to ${epoch.days[1]}`],
      days: epoch.days,
    };
  const mixed = epoch === undefined ? mixedEpochs(name, good) : [];
  const isUnnamed = /^column_\d+$/.test(name);
  const likeTime = epoch && (epoch.unit !== 'seconds' || isUnnamed) && good.length > 1;
  const timeDoubt = likeTime
    ? [`${epoch.unit} since 1970 would be ${epoch.days[0]} to ${epoch.days[1]}`]
    : [];
  const is01 = good.length === 2 && good.every(({ text }) => text === '0' || text === '1');
  if (is01 && FLAGS.test(name)) return { ...base, type: { kind: 'boolean' }, format: {} };
  return {
    ...base,
    type: numberType(kind, whole, scale, typed),
    format: format ? { number: format } : {},
    evidence: numberEvidence(good, numbers, format),
    doubts: [
      ...doubts,
      ...timeDoubt,
      ...(mixed.length > 0
        ? [`counts ${mixed.join(' and ')} since 1970 at once, so that it is no time`]
        : []),
      ...(is01 ? ['0 and 1 alone: it may be t.boolean()'] : []),
      ...(wholeFractions && scale === 1 && typed === undefined && hasTypes !== true
        ? [
            "every fraction is zero: whole numbers with gaps may be written so: t.long().writtenAs({ fractions: ['zero'] })",
          ]
        : []),
    ],
  };
}

function numberType(
  kind: NumberReading['kind'],
  whole: number,
  scale: number,
  typed: string | undefined,
): DataType {
  const declared = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(typed ?? '');
  if (declared) return decimalType(Number(declared[1]), Number(declared[2]));
  if (kind !== 'decimal') return { kind };
  const digits = Math.max(2, scale);
  const precision = Math.max(LEAST_PRECISION, whole + digits + ROOM);
  return decimalType(Math.min(MOST_PRECISION, precision), digits);
}

function numberEvidence(
  good: readonly ValueCount[],
  { whole, scale }: NumberReading,
  format: NumberFormat | undefined,
): string[] {
  const digits = `up to ${counted(whole, 'digit')}${scale === 0 ? '' : ` before the point and ${scale} behind`}`;
  const percent = format?.symbols?.includes('%') === true ? ['12 % is the number 12'] : [];
  return good.length > 0 ? [digits, ...percent] : [];
}

/** What cannot be read as anything else is text. */
function textReading(counts: ColumnCounts, { name, conventions }: ColumnContext): ColumnReading {
  const { markers, rest } = withoutMarkers(counts.values, 'texts', conventions.markers);
  // A column of nothing but markers has never had a value.
  const isEmpty = rest.length === 0 || withoutMarkers(counts.values, 'typed values').rest.length === 0;
  const sure = isEmpty ? counts.values : markers;
  const doubts = [
    ...(isEmpty ? [] : sure.map(({ text }) => `${JSON.stringify(text)} is taken for a missing value`)),
    ...(isEmpty
      ? [
          counts.present === 0
            ? 'no value was seen'
            : `nothing but ${sure.map(({ text }) => text).join(', ')} was seen`,
        ]
      : []),
    ...(CODES.test(name) || isEmpty || counts.values.length < 2
      ? []
      : textDoubts(rest, IDENTIFIERS.test(name))),
  ];
  return {
    type: stringType(isEmpty ? undefined : lengthFor(counts.longest)),
    format: sure.length > 0 ? { nullMarkers: sure.map(({ text }) => text).sort() } : {},
    exceptions: [],
    markers: sure.map(({ text }) => text),
    missing: counts.rows - counts.present + rowsOf(sure),
    evidence: isEmpty ? [] : [`up to ${counted(counts.longest, 'character')}`],
    doubts,
    conventions: {},
  };
}

/** Why texts that look like something else are texts. */
function textDoubts(values: readonly ValueCount[], isIdentifier: boolean): string[] {
  if (isIdentifier && values.every(({ text }) => /^[0-9]+\.[0-9]+$/.test(text)))
    return ['digits with a point that identify something: a number would lose zeros at the end'];
  const currencies = new Set(
    values.flatMap(({ text }) => numberParts(text)?.symbols.filter(isCurrency) ?? []),
  );
  if (currencies.size > 1)
    return [`amounts in ${[...currencies].sort().join(', ')}: as numbers they would lose which`];
  const digits = values.filter(({ text }) => /^[+-]?[0-9]+$/.test(text));
  const share = rowsOf(digits) / rowsOf(values);
  if (share < 1) {
    const others = values.filter((value) => !digits.includes(value));
    return share > 0.9 && others.length > 0
      ? [
          `numbers in ${counted(rowsOf(digits), 'row')}, and something else in ${rowsOf(others)}, such as ${JSON.stringify(others[0]?.text)}`,
        ]
      : [];
  }
  if (digits.some(({ text }) => /^[+-]?0[0-9]/.test(text)))
    return ['digits with zeros in front, which a number would lose'];
  return digits.some(({ text }) => text.length >= 19) ? ['numbers of more than 64 bits'] : [];
}

function markerText({ text, rows }: ValueCount): string {
  return `${JSON.stringify(text)} in ${counted(rows, 'row')} stands for a missing value`;
}

function endText({ text, rows }: ValueCount): string {
  return `${JSON.stringify(text)} in ${counted(rows, 'row')} is no day that is kept, and becomes a missing value`;
}
