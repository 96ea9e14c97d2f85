/** Text that is safe to stand in a page: every value in it has been escaped. Made by {@link markup} only. */
export class Html {
  /**
   * @param text markup whose values are escaped.
   */
  private constructor(private readonly text: string) {}

  /** Marks markup as safe that does not come from values: a picture that a library drew, a file of this package. */
  static trusted(markup: string): Html {
    return new Html(markup);
  }

  /** The markup. */
  toString(): string {
    return this.text;
  }
}

/** What can stand in {@link markup}: texts and numbers are escaped; what is missing or false leaves nothing. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/**
 * Makes markup, and escapes every value in it: `` markup`<p title="${name}">${name}</p>` ``. Attributes stand in double quotes.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.trusted(
    parts.reduce((before, part, index) => `${before}${markupOf(values[index - 1])}${part}`),
  );
}

/** A text as JSON that can stand in a script element: nothing in it can end the element. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return escaped(String(value));
  return Array.isArray(value) ? (value as readonly HtmlValue[]).map(markupOf).join('') : '';
}

function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
      // Other control characters are no part of HTML.
      .replace(/(?![\t\n\r])\p{Cc}/gu, '\ufffd')
  );
}
