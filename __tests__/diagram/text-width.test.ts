import { fitted, textWidth } from '../../diagram/text-width';

describe('a text in a box', () => {
  it('stays as it is where there is room', () => {
    expect(fitted('daily revenue', 13, textWidth('daily revenue', 13))).toBe('daily revenue');
  });

  it('keeps all letters that fit with an ellipsis, and no space before that', () => {
    const text = 'daily revenue by region';
    for (const kept of ['daily r', 'daily revenue b']) {
      const room = textWidth(`${kept}…`, 11);
      expect(fitted(text, 11, room)).toBe(`${kept}…`);
      expect(fitted(text, 11, room - 0.01)).toBe(`${kept.slice(0, -1).trimEnd()}…`);
    }
  });

  it('keeps its first letter however narrow the box, and takes no letter apart', () => {
    expect(fitted('orders', 13, 1)).toBe('o…');
    expect(fitted('😀😀😀', 13, 1)).toBe('😀…');
  });
});
