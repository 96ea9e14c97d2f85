import { type ColumnFound } from './column-proposals';

/** Names of columns that hold amounts of money. */
const AMOUNTS = /(?:^|_)(?:amount|price|total|subtotal|fee|tax|net|gross|balance)(?:$|_)/;

const CURRENCY = /(?:^|_)currency(?:_code)?$/;

/** Digits of an amount that is hardly one of whole units. */
const LEAST_DIGITS = 3;

/** Amounts of a source that may count cents: whole numbers all, beside a currency. */
export function minorUnits(columns: readonly ColumnFound[]): string[] {
  const amounts = columns.filter(
    ({ proposal }) => AMOUNTS.test(proposal.name) && isNumber(proposal.type.kind),
  );
  const isWhole = amounts.every(({ proposal }) => ['integer', 'long'].includes(proposal.type.kind));
  const isLarge = amounts.some(({ counts }) => counts.longest >= LEAST_DIGITS);
  if (!isWhole || !isLarge || !columns.some(({ proposal }) => CURRENCY.test(proposal.name))) return [];
  const names = amounts.map(({ proposal }) => proposal.name).join(', ');
  return [`whole numbers beside a currency, which may count its cents: ${names}`];
}

function isNumber(kind: string): boolean {
  return ['integer', 'long', 'decimal', 'double'].includes(kind);
}
