import { findIana } from 'windows-iana';
import { clockOf } from '../../clock';
import { strict, type BoundExpr } from '../bound';
import { fromTicks, toDays, toTicks, TICKS_PER_SECOND, utcTicks, withOffset } from '../calendar';
import { notModelled, TsqlError } from '../errors';
import { integerOf } from '../values';

/** 1970-01-01 in ticks, where JavaScript's moments begin. */
const EPOCH = toTicks({ ...fromTicks(0n), year: 1970 });
/** Before it, Windows does not keep the rules of every year. */
const FIRST_YEAR = 2010;

/**
 * `value AT TIME ZONE zone` ("AT TIME ZONE (Transact-SQL)"): a datetime2 is taken as what a clock there shows, a
 * datetimeoffset is shown on a clock there.
 */
export function bindAtTimeZone(operand: BoundExpr, zone: BoundExpr): BoundExpr {
  const name = zone.constant;
  if (typeof name !== 'string') {
    throw notModelled('AT TIME ZONE with a name that is not a constant');
  }
  const { type } = operand;
  if (type.kind === 'datetime2') {
    if (name !== 'UTC') {
      throw notModelled(
        `AT TIME ZONE '${name}' of a datetime2, which may fall into a gap: say AT TIME ZONE 'UTC' first`,
      );
    }
    return strict({ kind: 'datetimeoffset', scale: type.scale }, [operand], ([value]) =>
      withOffset(integerOf(value ?? null), 0n),
    );
  }
  if (type.kind !== 'datetimeoffset') {
    throw new TsqlError(
      `argument data type ${type.kind} is invalid for argument 1 of AT TIME ZONE function`,
      8116,
    );
  }
  const clock = windowsClock(name);
  return strict(type, [operand], ([value]) => {
    const utc = utcTicks(integerOf(value ?? null));
    return withOffset(utc, offsetOf(clock, utc));
  });
}

/** A clock of the first place of a Windows time zone. */
function windowsClock(windowsName: string): Intl.DateTimeFormat {
  const [timeZone] = findIana(windowsName, '001');
  if (timeZone === undefined) {
    throw new TsqlError(
      `the time zone parameter '${windowsName}' provided to AT TIME ZONE clause is invalid`,
      9820,
    );
  }
  return clockOf(timeZone);
}

/** Minutes that a clock is ahead of UTC at a moment. */
function offsetOf(clock: Intl.DateTimeFormat, utc: bigint): bigint {
  if (utc < toDays(FIRST_YEAR, 1, 1) * 86_400n * TICKS_PER_SECOND) {
    throw notModelled(`AT TIME ZONE before ${FIRST_YEAR}, when Windows and IANA need not agree`);
  }
  const second = (utc - EPOCH) / TICKS_PER_SECOND;
  const shown = new Map(
    clock.formatToParts(Number(second) * 1000).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => shown.get(name) ?? 0;
  const local = toTicks({
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
    ticks: 0,
  });
  return ((local - EPOCH) / TICKS_PER_SECOND - second) / 60n;
}
