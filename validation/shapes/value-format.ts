import { type BooleanFormat, type NumberFormat, type ValueFormat, type ValueFormats } from '../../model';
import { choice, list, shapeOf, text, texts } from './shape-of';
import { inWords } from './words';

const number = inWords(
  shapeOf<NumberFormat>()({
    decimal: choice(['.', ',']).optional(),
    thousands: text.optional(),
    symbols: texts.optional(),
    negatives: list(choice(['trailing-minus', 'parentheses', 'minus-sign'])).optional(),
    fractions: list(choice(['bare', 'zero'])).optional(),
  }),
  { allowed: "how numbers are written: { decimal: ',', thousands: '.' }" },
);
const boolean = inWords(shapeOf<BooleanFormat>()({ true: texts, false: texts }), {
  allowed: "the texts of both: { true: ['yes'], false: ['no'] }",
});
const patterns = inWords(texts, { allowed: "patterns such as 'dd/MM/yyyy'" });

/** How the values of a column are written. */
export const valueFormat = shapeOf<ValueFormat>()({
  patterns: patterns.optional(),
  epoch: choice(['seconds', 'milliseconds', 'microseconds']).optional(),
  clock: text.optional(),
  nullMarkers: texts.optional(),
  number: number.optional(),
  boolean: boolean.optional(),
});

/** How the values of a source are written. */
export const valueFormats = shapeOf<ValueFormats>()({
  nullMarkers: texts.optional(),
  dates: patterns.optional(),
  timestamps: patterns.optional(),
  clock: text.optional(),
  numbers: number.optional(),
  booleans: boolean.optional(),
});
