import { type IssueCode } from '../../model';
import { isObject, isRecord } from './values';

/**
 * What a value has to look like, for definitions: a value is looked at where it is and never copied, and one that is as it
 * should be costs hardly any memory, as a company has a hundred thousand of them. What is wrong is said by `shapeMistakes`.
 */

/** Something wrong in a value. */
export interface Found {
  /** From the value that was looked at inwards. */
  readonly path: readonly PropertyKey[];
  /** Properties of the object there that it does not have. */
  readonly unknown?: readonly string[];
  /** What is wrong with each case of the union there, none of which the value is of. */
  readonly cases?: readonly (readonly Found[])[];
  /** Set where a value is part of itself. */
  readonly circle?: true;
}

/** How a message refers to what a shape wants. */
export interface Words {
  /** What is accepted, after "allowed: ". @default from the shape itself */
  readonly allowed?: string;
  /** The kind of mistake that any other value is. @default from the value */
  readonly code?: IssueCode;
  /** What to do about a wrong value. @default the general advice */
  readonly change?: string;
  /** The properties that people write, where a function makes others of them. */
  readonly known?: readonly string[];
  /** What is used up while the object is made: by property, what it can be. */
  readonly usedUp?: Readonly<Record<string, string>>;
  /** The texts that are accepted, where there are only some. */
  readonly choices?: readonly string[];
}

/** What values of a type look like. */
export abstract class Shape<T> {
  /** Only for the compiler: what values are. */
  declare readonly type: T;
  /** What messages say of it, where not what follows from it. */
  readonly words: Words = {};

  /** Adds what is wrong with a value that is at a path. */
  abstract look(value: unknown, at: PropertyKey[], found: Found[]): void;

  /** Everything wrong with a value. */
  mistakes(value: unknown): Found[] {
    const found: Found[] = [];
    this.look(value, [], found);
    return found;
  }

  /** The same, or nothing. */
  optional(): Shape<T | undefined> {
    return new OptionalShape(this);
  }
}

/** Values that a test tells. */
export class TestedShape<T> extends Shape<T> {
  constructor(
    private readonly test: (value: unknown) => boolean,
    /** What they are, for messages. */
    readonly allowed = 'an object',
  ) {
    super();
  }

  override look(value: unknown, at: PropertyKey[], found: Found[]): void {
    if (!this.test(value)) found.push({ path: [...at] });
  }
}

/** A few values, each of which is accepted. */
export class LiteralShape<T> extends Shape<T> {
  constructor(readonly values: readonly T[]) {
    super();
  }

  override look(value: unknown, at: PropertyKey[], found: Found[]): void {
    if (!this.values.includes(value as T)) found.push({ path: [...at] });
  }
}

/** One of several texts, which are a choice. */
export class ChoiceShape<T extends string> extends Shape<T> {
  private accepted: ReadonlySet<unknown> | undefined;

  /** @param choices the values, or what finds them once one is looked at: they may take long to load. */
  constructor(private readonly choices: readonly T[] | (() => readonly T[])) {
    super();
  }

  /** What is accepted. */
  get values(): readonly T[] {
    return typeof this.choices === 'function' ? this.choices() : this.choices;
  }

  override look(value: unknown, at: PropertyKey[], found: Found[]): void {
    this.accepted ??= new Set(this.values);
    if (!this.accepted.has(value)) found.push({ path: [...at] });
  }
}

/** What may be left out. */
export class OptionalShape<T> extends Shape<T | undefined> {
  constructor(readonly inner: Shape<T>) {
    super();
  }

  override look(value: unknown, at: PropertyKey[], found: Found[]): void {
    if (value !== undefined) this.inner.look(value, at, found);
  }
}

/** A list. */
export class ListShape<T> extends Shape<readonly T[]> {
  constructor(
    readonly item: Shape<T>,
    private readonly least: number,
  ) {
    super();
  }

  override look(value: unknown, at: PropertyKey[], found: Found[]): void {
    if (!Array.isArray(value) || value.length < this.least) {
      found.push({ path: [...at] });
      return;
    }
    for (let index = 0; index < value.length; index++) {
      at.push(index);
      this.item.look(value[index], at, found);
      at.pop();
    }
  }
}

/** An object with names of the user's own choice. */
export class RecordShape<T> extends Shape<Readonly<Record<string, T>>> {
  constructor(readonly item: Shape<T>) {
    super();
  }

  override look(value: unknown, at: PropertyKey[], found: Found[]): void {
    if (!isRecord(value)) {
      found.push({ path: [...at] });
      return;
    }
    for (const name of Object.keys(value)) {
      at.push(name);
      this.item.look(value[name], at, found);
      at.pop();
    }
  }
}

/** An object with just these properties. */
export class ObjectShape<T> extends Shape<T> {
  private readonly entries: readonly (readonly [string, Shape<unknown>])[];
  private readonly names: ReadonlySet<string>;

  constructor(readonly properties: Readonly<Record<string, Shape<unknown>>>) {
    super();
    this.entries = Object.entries(properties);
    this.names = new Set(Object.keys(properties));
  }

  override look(value: unknown, at: PropertyKey[], found: Found[]): void {
    if (!isObject(value)) {
      found.push({ path: [...at] });
      return;
    }
    for (const [name, shape] of this.entries) {
      const own = value[name];
      at.push(name);
      // What is looked at elsewhere may be anything, but has to be there.
      if (own !== undefined || name in value) shape.look(own, at, found);
      else if (!(shape instanceof OptionalShape)) found.push({ path: [...at] });
      at.pop();
    }
    let unknown: string[] | undefined;
    for (const name in value) if (!this.names.has(name)) (unknown ??= []).push(name);
    if (unknown) found.push({ path: [...at], unknown });
  }
}

/** A value of one of several shapes. */
export class UnionShape<T> extends Shape<T> {
  constructor(readonly options: readonly Shape<unknown>[]) {
    super();
  }

  override look(value: unknown, at: PropertyKey[], found: Found[]): void {
    const cases: Found[][] = [];
    for (const option of this.options) {
      const inner: Found[] = [];
      option.look(value, at, inner);
      if (inner.length === 0) return;
      cases.push(inner);
    }
    // A value of a case but for properties that it does not have is of that case.
    const [meant, other] = cases.filter((inner) => inner.every(({ unknown }) => unknown));
    if (meant && !other) found.push(...meant);
    else found.push({ path: [...at], cases });
  }
}

/** An object of one of several shapes, which a property tells. */
export class CasesShape<T> extends UnionShape<T> {
  private readonly byKind: ReadonlyMap<unknown, ObjectShape<unknown>>;

  constructor(
    /** The property. */
    readonly kind: string,
    override readonly options: readonly ObjectShape<unknown>[],
  ) {
    super(options);
    this.byKind = new Map(
      options.flatMap((option) => this.kindsOf(option).map((value) => [value, option] as const)),
    );
  }

  override look(value: unknown, at: PropertyKey[], found: Found[]): void {
    if (!isObject(value)) {
      found.push({ path: [...at] });
      return;
    }
    const option = this.caseOf(value);
    if (option) option.look(value, at, found);
    else found.push({ path: [...at, this.kind] });
  }

  /** The shape of an object of that kind, if there is one. */
  caseOf(value: Readonly<Record<string, unknown>>): ObjectShape<unknown> | undefined {
    return this.byKind.get(value[this.kind]);
  }

  /** What the property can be. */
  get kinds(): unknown[] {
    return [...this.byKind.keys()];
  }

  private kindsOf({ properties }: ObjectShape<unknown>): readonly unknown[] {
    const shape = properties[this.kind];
    return shape instanceof LiteralShape || shape instanceof ChoiceShape ? shape.values : [];
  }
}

/** A shape that is part of itself, of values that are not. */
export class LaterShape<T> extends Shape<T> {
  /** Values that are being looked at: to meet one again is to go round in a circle. */
  private readonly open = new Set<unknown>();

  constructor(readonly shape: () => Shape<T>) {
    super();
  }

  override look(value: unknown, at: PropertyKey[], found: Found[]): void {
    if (this.open.has(value)) {
      found.push({ path: [...at], circle: true });
      return;
    }
    this.open.add(value);
    try {
      this.shape().look(value, at, found);
    } finally {
      this.open.delete(value);
    }
  }
}
