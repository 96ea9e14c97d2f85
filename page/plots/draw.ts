import { type Display } from '../../model';
import { Html } from '../html';
import { type Answer, type AnswerRow } from './answer';

/** Size of a plot in its own units; the page gives it the width that there is. */
const WIDTH = 400;
const HEIGHT = 178;
const BAR_HEIGHT = 18;
/** Where a label is longer, labels stand above their bars. */
const MOST_BESIDE = 19;
const LABEL_HEIGHT = 13;
/** Most characters of a label. */
const MOST_LABEL = 60;
/** Up to so many points of a single line, each is marked. */
const FEW_POINTS = 40;

/** What is used of an element; the types of browsers are not known here. */
interface DrawnElement {
  readonly outerHTML: string;
  readonly querySelectorAll: (selector: string) => Iterable<DrawnElement>;
  readonly remove: () => void;
  readonly removeAttribute: (name: string) => void;
  readonly setAttribute: (name: string, value: string) => void;
}

/** The line of a series, in the order of {@link seriesOf}; the colours are in the page's rules of style. */
export function seriesColor(index: number): string {
  return `var(--series-${index + 1})`;
}

/** The names of the lines, in the order in which they come. */
export function seriesOf({ rows }: Answer): string[] {
  return [...new Set(rows.map(({ series }) => series ?? ''))].sort();
}

/** Draws an answer as SVG; what it shows is also said in words beside it, so that programs that read the page pass over it. */
export async function draw(shows: Display, answer: Answer): Promise<Html> {
  // Both are ES modules.
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>') as { document: unknown };
  const common = { document: document as never, className: 'plot', width: WIDTH, marginTop: 12 };
  const share = shows.unit === 'share';
  const scale = {
    grid: true,
    label: null,
    tickFormat: share ? percentOf : compact,
    ticks: 4,
    zero: true,
    nice: true,
  };
  let options: Parameters<typeof Plot.plot>[0];
  if (shows.kind === 'bars') {
    const bars = answer.rows.map((row, index) => ({ index, label: labelOf(row), value: Number(row.value) }));
    const above = bars.some(({ label }) => [...label].length > MOST_BESIDE);
    const labelHeight = above ? LABEL_HEIGHT : 0;
    options = {
      ...common,
      height: 34 + bars.length * (BAR_HEIGHT + labelHeight),
      marginTop: 24,
      marginBottom: 6,
      marginLeft: above ? 16 : 118,
      marginRight: 16,
      x: { ...scale, axis: 'top' },
      y: {
        axis: above ? null : 'left',
        label: null,
        tickSize: 0,
        type: 'band',
        padding: 0.25,
        tickFormat: (index: number) => bars[index]?.label ?? '',
      },
      marks: [
        Plot.barX(bars, { x: 'value', y: 'index', fill: seriesColor(0), insetTop: labelHeight }),
        ...(above
          ? [
              Plot.text(bars, {
                x: 0,
                y: 'index',
                text: 'label',
                textAnchor: 'start',
                dx: 2,
                dy: -labelHeight / 2 - 1,
              }),
            ]
          : []),
        Plot.ruleX([0], { strokeOpacity: 0.6 }),
      ],
    };
  } else {
    const names = seriesOf(answer);
    const points = answer.rows.map((row) => ({
      at: timeOf(row),
      value: numberOf(row),
      series: row.series ?? '',
    }));
    const stroke = (point: { series: string }): string => seriesColor(names.indexOf(point.series));
    const few = names.length === 1 && points.length <= FEW_POINTS;
    options = {
      ...common,
      height: HEIGHT,
      // Two lines: the day, and its month.
      marginBottom: 38,
      marginLeft: 44,
      marginRight: 16,
      x: { type: 'utc', label: null, ticks: 5, tickSize: 4 },
      y: scale,
      marks: [
        Plot.ruleY([0], { strokeOpacity: 0.6 }),
        Plot.lineY(points, { x: 'at', y: 'value', z: 'series', stroke, strokeWidth: 1.75 }),
        ...(few ? [Plot.dot(points, { x: 'at', y: 'value', fill: stroke, r: 2.2 })] : []),
      ],
    };
  }
  const svg = Plot.plot(options) as unknown as DrawnElement;
  // The page's policy allows its own rules of style alone.
  for (const element of svg.querySelectorAll('style')) element.remove();
  for (const element of [svg, ...svg.querySelectorAll('[style]')]) element.removeAttribute('style');
  svg.setAttribute('aria-hidden', 'true');
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  svg.removeAttribute('font-family');
  return Html.trusted(svg.outerHTML);
}

/** Whether there is something to draw: some line needs two points in time, and the words beside a plot say what one of them holds. */
export function isDrawn({ kind }: Display, { rows }: Answer): boolean {
  if (kind !== 'line') return kind === 'bars';
  const lines = new Map<string, number>();
  for (const { value, series } of rows)
    if (value !== null) lines.set(series ?? '', (lines.get(series ?? '') ?? 0) + 1);
  return [...lines.values()].some((points) => points > 1);
}

/** A number on a scale, in as few characters as it takes. */
function compact(value: number): string {
  const [divisor, suffix] = SCALES.find(([least]) => Math.abs(value) >= least) ?? [1, ''];
  return `${Number((value / divisor).toPrecision(3))}${suffix}`.replace('-', '−');
}

const SCALES: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

function percentOf(value: number): string {
  return `${compact(value * 100)} %`;
}

function labelOf({ at }: AnswerRow): string {
  if (at === null) return 'no value';
  const letters = [...at];
  return letters.length > MOST_LABEL ? `${letters.slice(0, MOST_LABEL - 1).join('')}…` : at;
}

function numberOf({ value }: AnswerRow): number {
  return value === null ? Number.NaN : Number(value);
}

/** Days and timestamps, as the engine writes them; both are UTC. */
function timeOf({ at }: AnswerRow): Date {
  const text = at ?? '';
  return new Date(`${text.slice(0, 10)}T${text.slice(11) === '' ? '00:00:00' : text.slice(11)}Z`);
}
