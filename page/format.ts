import { type DataType, type Kind } from '../model';
import { type Html, markup } from './html';

const NUMBERS: readonly Kind[] = ['integer', 'long', 'decimal', 'double'];

/** Stands for a missing value. */
export const NO_VALUE = '–';

/** Whether a column holds numbers. */
export function isNumber({ kind }: DataType): boolean {
  return NUMBERS.includes(kind);
}

/**
 * A number for people, the same in every language: groups of three digits, a point, and every digit that the cell has.
 *
 * @param text the number as the engine writes it.
 */
export function formatNumber(text: string): string {
  const parts = /^(-?)(\d+)((?:\.\d+)?)$/.exec(text);
  if (parts === null) return text.replace('-', '−');
  const [, sign = '', whole = '', fraction = ''] = parts;
  return `${sign === '' ? '' : '−'}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction}`;
}

/** A part of one in percent: the same digits, the point two places further on. */
export function formatShare(text: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (parts === null) return `${formatNumber(text)} of 1`;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const digits = `${whole}${fraction.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  const rest = fraction.slice(2);
  return `${formatNumber(`${sign}${digits}${rest === '' ? '' : `.${rest}`}`)} %`;
}

/** A count of rows or the like. */
export function formatCount(count: number): string {
  return formatNumber(String(count));
}

/** `1 row`, `2 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A number of a table with its unit, for people and for programs: the value attribute holds the cell as it is. */
export function cellNumber(text: string | null, unit: string): Html {
  if (text === null) return markup`<span class="missing">no value</span>`;
  if (unit === 'share') return markup`<data value="${text}">${formatShare(text)}</data>`;
  const after = unit === '' ? '' : markup` <span class="unit">${unit}</span>`;
  return markup`<data value="${text}">${formatNumber(text)}</data>${after}`;
}
