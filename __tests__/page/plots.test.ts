import { type Display } from '../../model';
import { type Answer, draw, isDrawn } from '../../page/plots';

const line: Display = { kind: 'line', x: 'day', y: 'views', series: 'hour', unit: 'views' };
const bars: Display = { kind: 'bars', category: 'choice', value: 'saving', unit: 'EUR' };
const answer = (rows: Answer['rows']): Answer => ({ rows, notes: [] });
const point = (at: string, value: string | null, series: string): Answer['rows'][number] => ({
  at,
  value,
  series,
});

describe('a plot', () => {
  it('is drawn where a line has two points, and not where each has one', () => {
    const scattered = [point('2026-01-05', '1', '8'), point('2026-01-06', '2', '9')];
    expect(isDrawn(line, answer(scattered))).toBe(false);
    expect(isDrawn(line, answer([...scattered, point('2026-01-07', null, '9')]))).toBe(false);
    expect(isDrawn(line, answer([...scattered, point('2026-01-07', '3', '9')]))).toBe(true);
    expect(isDrawn(bars, answer([{ at: 'one', value: '1' }]))).toBe(true);
  });

  it('has the names of bars beside them, or whole above them where one is long', async () => {
    const long = 'departments share hosts, unless they ask for their own';
    const heightOf = (svg: string): number => Number(/viewBox="0 0 \d+ (\d+)"/.exec(svg)?.[1]);
    const [beside, above] = await Promise.all(
      [
        ['short', 'brief'],
        [long, 'brief'],
      ].map(async (names) =>
        (await draw(bars, answer(names.map((at, index) => ({ at, value: String(9 - index) }))))).toString(),
      ),
    );
    expect(beside).toContain('>short<');
    expect(above).toContain(`>${long}<`);
    expect(heightOf(above!)).toBeGreaterThan(heightOf(beside!));
  });
});
