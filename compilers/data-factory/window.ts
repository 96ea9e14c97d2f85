import { type Interval } from '../../model';
import { expression, type PipelineExpression } from './activities';

/** Name of the pipeline parameter that carries the start of the window, as `YYYY-MM-DDTHH:MM:SSZ`. */
export const WINDOW_START = 'windowStart';

/** Every pipeline that does work has the start of its window. */
export const WINDOW_PARAMETERS: Readonly<Record<string, string>> = { [WINDOW_START]: '' };

/** How Data Factory writes a timestamp. */
export const TIMESTAMP_FORMAT = 'yyyy-MM-ddTHH:mm:ssZ';

/** The start of the pipeline's window in an expression. */
export function windowStart(format: string): string {
  return `formatDateTime(pipeline().parameters.${WINDOW_START}, '${format}')`;
}

/** The timestamp after the last of the pipeline's window, in an expression. */
export function windowEnd({ minutes }: Interval, format: string): string {
  return `addMinutes(pipeline().parameters.${WINDOW_START}, ${minutes}, '${format}')`;
}

/** The folder of a window below its source: days by day, hours by hour, shorter ones by minute. */
export function windowFormat({ minutes }: Interval): string {
  if (minutes % (24 * 60) === 0) return 'yyyy/MM/dd';
  return minutes % 60 === 0 ? 'yyyy/MM/dd/HH' : 'yyyy/MM/dd/HH/mm';
}

/** The folder of the pipeline's window, below a folder where one is given. */
export function windowFolder(interval: Interval, below?: string): PipelineExpression {
  const window = `formatDateTime(pipeline().parameters.${WINDOW_START}, '${windowFormat(interval)}')`;
  return expression(below === undefined ? `@${window}` : `@concat('${below}/', ${window})`);
}

/** The same folder as a value in the language of data flows: text needs quotes there. */
export function windowFolderForFlow(interval: Interval): PipelineExpression {
  return expression(
    `'@{formatDateTime(pipeline().parameters.${WINDOW_START}, '${windowFormat(interval)}')}'`,
  );
}

/** The day so many days before that of the pipeline's window, as a value in the language of data flows. */
export function earlierDayForFlow(days: number): PipelineExpression {
  return expression(`'@{addDays(pipeline().parameters.${WINDOW_START}, -${days}, 'yyyy-MM-dd')}'`);
}

/** How a tumbling window trigger writes an interval: it knows minutes and hours only. */
export function triggerInterval({ minutes }: Interval): {
  readonly frequency: 'Minute' | 'Hour';
  readonly interval: number;
} {
  return minutes % 60 === 0
    ? { frequency: 'Hour', interval: minutes / 60 }
    : { frequency: 'Minute', interval: minutes };
}
