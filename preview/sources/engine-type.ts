/** A type of the engine, as far as values are read by it. */
export type EngineType =
  | { readonly form: 'scalar'; readonly name: string }
  | { readonly form: 'list'; readonly of: EngineType }
  | { readonly form: 'map'; readonly of: EngineType }
  | { readonly form: 'struct'; readonly fields: ReadonlyMap<string, EngineType> };

/** Reads a type as DuckDB writes it, such as `STRUCT(n INTEGER, "a b" DECIMAL(9,2))[]`. */
export function engineType(text: string): EngineType {
  return new TypeReader(text).type();
}

class TypeReader {
  private at = 0;

  constructor(private readonly text: string) {}

  type(): EngineType {
    let type = this.base();
    for (;;) {
      const suffix = /^\[\d*\]/.exec(this.text.slice(this.at))?.[0];
      if (suffix === undefined) return type;
      this.at += suffix.length;
      type = { form: 'list', of: type };
    }
  }

  private base(): EngineType {
    const name = this.take(/^[^,()[\]"']+/).trim();
    if (name === 'STRUCT' && this.skip('(')) {
      const fields = new Map<string, EngineType>();
      do {
        const field = this.name();
        this.take(/^ /);
        fields.set(field, this.type());
      } while (this.skip(', '));
      this.skip(')');
      return { form: 'struct', fields };
    }
    if (name === 'MAP' && this.skip('(')) {
      this.type();
      this.skip(', ');
      const of = this.type();
      this.skip(')');
      return { form: 'map', of };
    }
    // Numbers of digits, or the values of an enumeration.
    this.take(/^\((?:[^()']|'(?:[^']|'')*')*\)/);
    return { form: 'scalar', name };
  }

  private name(): string {
    const quoted = this.take(/^"(?:[^"]|"")*"/);
    return quoted === '' ? this.take(/^\S+/) : quoted.slice(1, -1).replaceAll('""', '"');
  }

  private take(pattern: RegExp): string {
    const found = pattern.exec(this.text.slice(this.at))?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private skip(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }
}
