/** The leaves of nested data by their paths, `network_rules.0.default_action`, each as text; an empty list or object is a leaf. */
export function leavesOf(data: unknown): Map<string, string> {
  const leaves = new Map<string, string>();
  const visit = (value: unknown, path: readonly string[]): void => {
    if (value === undefined) return;
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (entries.length === 0)
      leaves.set(path.join('.'), typeof value === 'string' ? value : JSON.stringify(value));
    for (const [key, inner] of entries) visit(inner, [...path, key]);
  };
  visit(data, []);
  return leaves;
}

/**
 * Whether two texts of two environments differ by the name of the environment alone.
 *
 * A name may be a word of the text, too: so one of the texts has to become the other.
 */
export function sameBut(
  code: string,
  [name, text]: readonly [name: string, text: string],
  [otherName, otherText]: readonly [name: string, text: string],
): boolean {
  return (
    text === otherText ||
    renamed(text, [name, otherName], code) === otherText ||
    renamed(otherText, [otherName, name], code) === text
  );
}

/** A text of an environment as that of another one: its name by itself, or after the company's code in a physical name without dashes. */
function renamed(text: string, [name, to]: readonly [from: string, to: string], code: string): string {
  return text.replaceAll(new RegExp(`(?<![a-z])${name}(?![a-z])|(?<=${code})${name}`, 'gi'), to);
}
