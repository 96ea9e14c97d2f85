/** Letters that have no other letter inside of them. */
const LETTERS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  þ: 'th',
  '%': ' percent ',
  '#': ' no ',
  '€': ' eur ',
  $: ' usd ',
};

/** Longest name of a column. */
const LONGEST = 55;

/** Words of a text in lower case, A to Z and digits. */
function words(text: string): string[] {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/./gu, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** A name as contracts have them: `OrderID` is `order_id`. Names that are taken get a number. */
export function columnName(delivered: string, taken: ReadonlySet<string>): string {
  const joined = words(delivered).join('_');
  const begun = /^[a-z]/.test(joined) ? joined : joined === '' ? 'column' : `c_${joined}`;
  return free(begun.slice(0, LONGEST).replace(/_+$/, ''), taken, '_', LONGEST);
}

/** A name as sources have them: `Orders 2026` is `orders-2026`. */
export function sourceName(given: string, taken: ReadonlySet<string> = new Set()): string {
  const joined = words(given).join('-');
  const begun = /^[a-z]/.test(joined) ? joined : joined === '' ? 'source' : `s-${joined}`;
  const long = begun.length < 2 ? `${begun}-source` : begun;
  return free(long.slice(0, 20).replace(/-+$/, ''), taken, '-', 20);
}

/** The name of the source of a file: without days, numbers and endings. */
export function nameOfFile(file: string): string {
  const plain = file.replace(/(?:\.(?:csv|json|jsonl|ndjson|parquet|gz))+$/i, '');
  const named = plain.replaceAll(/[-_. ]?\d[\d-_.T:]*/g, ' ').trim();
  return named === '' ? plain : named;
}

/** A name of a constant in TypeScript: `online-retail` is `onlineRetail`. */
export function camelCase(name: string): string {
  return name.replaceAll(/[-_]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function free(name: string, taken: ReadonlySet<string>, between: string, longest: number): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) {
    const end = `${between}${number}`;
    const other = `${name.slice(0, longest - end.length)}${end}`;
    if (!taken.has(other)) return other;
  }
}
