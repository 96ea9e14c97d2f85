/** Widths of letters in hundredths of the font's size, as sans-serif fonts have them; what is not listed is 61. */
const WIDTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ["ijlI|.,:;'!", 30],
    ['frt ()[]-/', 38],
    ['mwMW@', 92],
    ['ABCDEFGHKNOPQRSUVXYZ', 70],
  ].flatMap(([letters, width]) => [...String(letters)].map((letter) => [letter, Number(width)])),
);

/** About how wide a text is, in pixels. */
export function textWidth(text: string, size: number): number {
  return [...text].reduce((width, letter) => width + ((WIDTHS[letter] ?? 61) * size) / 100, 0);
}

/** A text that is no wider than there is room for; what is left out is an ellipsis. */
export function fitted(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, size) > room) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
