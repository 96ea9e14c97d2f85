/** A text that is a number, taken apart. */
export interface NumberParts {
  /** Digits and what stands between them. */
  readonly body: string;
  /** Such as `e-05`. */
  readonly exponent: string;
  /** How it says that it is below zero. */
  readonly negative: 'minus' | 'minus-sign' | 'trailing-minus' | 'parentheses' | undefined;
  /** Currencies and units around it. */
  readonly symbols: readonly string[];
}

/** Signs between digits: the decimal sign, and those between thousands. */
const BETWEEN = ".,'’_ \u00A0\u202F";

const NUMBER = new RegExp(
  `^([^0-9]*?)([.,]?[0-9](?:[0-9${BETWEEN}]*[0-9])?)([eE][+-]?[0-9]{1,3})?([^0-9]*)$`,
  'u',
);

/** Codes of currencies that are traded most (ISO 4217), and how people shorten some. */
const CURRENCIES: ReadonlySet<string> = new Set([
  ...['AED', 'AUD', 'BGN', 'BRL', 'CAD', 'CHF', 'CLP', 'CNY', 'COP', 'CZK', 'DKK', 'EUR', 'GBP', 'HKD'],
  ...['HUF', 'IDR', 'ILS', 'INR', 'ISK', 'JPY', 'KRW', 'MXN', 'MYR', 'NOK', 'NZD', 'PHP', 'PLN', 'RON'],
  ...['RUB', 'SAR', 'SEK', 'SGD', 'THB', 'TRY', 'TWD', 'UAH', 'USD', 'VND', 'ZAR'],
  ...['kr', 'zł', 'Kč', 'Ft', 'lei', 'Fr', 'R$', 'US$', 'C$', 'A$', 'HK$'],
]);

const UNITS: ReadonlySet<string> = new Set([
  ...['%', '‰', 'kg', 'g', 'mg', 't', 'lb', 'lbs', 'oz', 'km', 'm', 'cm', 'mm', 'l', 'ml', 'm²', 'm³'],
  ...['h', 'min', 's', 'ms', 'KB', 'MB', 'GB', 'kWh', 'W', 'V', '°C', 'pcs', 'pc', 'Stk', 'Stück'],
]);

/** Whether a text beside a number is the name of a currency. */
export function isCurrency(symbol: string): boolean {
  return CURRENCIES.has(symbol) || /^\p{Sc}$/u.test(symbol);
}

/** Takes a number apart; nothing where the text is none. */
export function numberParts(text: string): NumberParts | undefined {
  const found = NUMBER.exec(text);
  if (found === null) return undefined;
  const [, before = '', body = '', exponent = '', after = ''] = found;
  const inParentheses = before.includes('(') && after.includes(')');
  const symbols: string[] = [];
  for (const [side, signs] of [
    [before, inParentheses ? /[(]/ : /[+\u2212-]/],
    [after, inParentheses ? /[)]/ : /-/],
  ] as const) {
    const symbol = side.replace(signs, '').replaceAll(/^[\s\u00A0\u202F]+|[\s\u00A0\u202F]+$/g, '');
    if (symbol === '') continue;
    if (!isCurrency(symbol) && (side === before || !UNITS.has(symbol))) return undefined;
    symbols.push(symbol);
  }
  const minus = before.includes('-') ? 'minus' : before.includes('\u2212') ? 'minus-sign' : undefined;
  const trailing = after.includes('-');
  if (trailing && (minus !== undefined || before.includes('+'))) return undefined;
  const negative = inParentheses ? 'parentheses' : trailing ? 'trailing-minus' : minus;
  return { body, exponent, negative, symbols };
}
