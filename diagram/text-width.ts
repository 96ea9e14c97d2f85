/** Widths of letters in hundredths of the font's size, as sans-serif fonts have them; what is not listed is 61. */
const WIDTHS: ReadonlyMap<string, number> = new Map(
  (
    [
      ["ijlI|.,:;'!", 30],
      ['frt ()[]-/', 38],
      ['mwMW@', 92],
      ['ABCDEFGHKNOPQRSUVXYZ', 70],
    ] as const
  ).flatMap(([letters, width]) => Array.from(letters, (letter) => [letter, width] as const)),
);

/** About how wide a text is, in pixels. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter, size);
  return width;
}

/** A text that is no wider than there is room for; what is left out is an ellipsis. */
export function fitted(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text;
  const ellipsis = letterWidth('…', size);
  let [kept, width] = ['', 0];
  for (const letter of text) {
    width += letterWidth(letter, size);
    if (kept !== '' && width + ellipsis > room) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

function letterWidth(letter: string, size: number): number {
  return ((WIDTHS.get(letter) ?? 61) * size) / 100;
}
