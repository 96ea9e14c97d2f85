import { type ColumnInfo, type Display, type Kind, type Table } from '../../model';
import { isNumber } from '../format';

const TIMES: readonly Kind[] = ['date', 'timestamp'];

/** How a gold table is shown that no question reads: its first number by what tells its rows apart; undefined where neither a line nor bars can show that. */
export function defaultDisplay({ columns, key }: Table): Display | undefined {
  const number = columns.find(
    ({ name, type, classification }) =>
      isNumber(type) && !key.includes(name) && classification !== 'personal',
  );
  const keys = key.flatMap((name) => columns.filter((column) => column.name === name));
  if (number === undefined || keys.some(({ classification }) => classification === 'personal'))
    return undefined;
  const unit = '';
  const times = keys.filter(isTime);
  const others = keys.filter((column) => !isTime(column));
  const [time] = times;
  const [other] = others;
  if (times.length === 1 && time !== undefined && others.length <= 1)
    return { kind: 'line', x: time.name, y: number.name, unit, ...(other && { series: other.name }) };
  if (times.length === 0 && others.length === 1 && other !== undefined)
    return { kind: 'bars', category: other.name, value: number.name, unit };
  return undefined;
}

function isTime({ type }: ColumnInfo): boolean {
  return TIMES.includes(type.kind);
}
