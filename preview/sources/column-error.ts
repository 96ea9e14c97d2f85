import { listed, suggestion } from '../../model';
import { type LoadError } from './load-error';
import { type DeliveredColumn } from './readers';

/** Why a file cannot be used that has these columns; nothing when it can. */
export function columnError(
  found: readonly string[],
  promised: readonly DeliveredColumn[],
  /** Of CSV: says what a first line looks like that names none of the columns. */
  hint?: (names: readonly string[]) => string,
): LoadError | undefined {
  const names = promised.map(({ delivered }) => delivered);
  if (hint !== undefined && names.every((name) => !found.includes(name)))
    return { rule: 'missing-header', reason: `${hint(names)}${otherwiseNamed(names, found)}` };
  const twice = found.find((column, index) => column !== '' && found.indexOf(column) !== index);
  if (twice !== undefined)
    return { rule: 'duplicate-column', reason: `its header names "${twice}" more than once` };
  const missing = promised.filter(({ delivered, required }) => required && !found.includes(delivered));
  const [first] = missing;
  if (first === undefined) return undefined;
  const shown = missing.map(({ delivered }) => `"${delivered}"${suggestion(delivered, found)}`);
  return {
    rule: `missing-column:${first.delivered}`,
    reason: `has no column ${shown.join(', ')}; it has ${listed(found)}${otherwiseNamed(
      missing.map(({ delivered }) => delivered),
      found,
    )}`,
  };
}

/** Names in another case, or with blanks around them, are others: a contract says them as they are. */
function otherwiseNamed(names: readonly string[], found: readonly string[]): string {
  const plain = (name: string): string => name.trim().toLowerCase();
  const other = found.find((column) => names.some((name) => plain(name) === plain(column)));
  if (other === undefined) return '';
  return `; names count case and blanks: say .physicalName('${other.replaceAll("'", "\\'")}')`;
}
