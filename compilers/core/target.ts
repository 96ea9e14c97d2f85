import type {
  Aggregate,
  AggregateName,
  Call,
  DataType,
  DecimalType,
  ForEachArgument,
  FunctionName,
  Kind,
  StepForm,
  StepOf,
  StringType,
  WindowCall,
  WindowName,
} from '../../model';

/** Why a target does not offer something, and what to use instead. */
export interface NotOffered {
  /** Tells it from what is offered. */
  readonly notOffered: {
    /** Why it would not mean what it means elsewhere. */
    readonly reason: string;
    /** What to use instead. */
    readonly instead: string;
  };
}

/** Something that a target offers, by what writes it, or does not. */
export type Offer<Writer> = Writer | NotOffered;

/** Something that a target writes, though not as one step or value among others. */
export interface WrittenApart {
  /** By what it is written. */
  readonly writtenApart: string;
}

/** Says that a target does not offer something. */
export function notOffered(reason: string, instead: string): NotOffered {
  return { notOffered: { reason, instead } };
}

/** Says by what something is written that is no step or value among others. */
export function writtenApart(by: string): WrittenApart {
  return { writtenApart: by };
}

/**
 * Writes a call from its written arguments, each used as it is.
 *
 * @param args the arguments, in order.
 * @param call the call, for the types in it.
 * @param write writes other expressions.
 */
export type ArgumentsWriter<F extends FunctionName, Write> = (
  args: ForEachArgument<F, string>,
  call: Call,
  write: Write,
) => string;

/** Writes a call from its arguments themselves: they are cast first, or stand in it more than once. */
export interface CallWriter<Write> {
  /** Writes the call. */
  readonly nodes: (call: Call, write: Write) => string;
}

/** How a target writes calls. */
export type FunctionWriter<F extends FunctionName, Write> = ArgumentsWriter<F, Write> | CallWriter<Write>;

/** A writer for each function: one that is forgotten does not compile. */
export type FunctionTable<Write> = { readonly [F in FunctionName]: Offer<FunctionWriter<F, Write>> };

/** The types of a kind. */
export type TypeOf<K extends Kind> = K extends 'string'
  ? StringType
  : K extends 'decimal'
    ? DecimalType
    : DataType & { readonly kind: K };

/** A writer for each kind of type: one that is forgotten does not compile. */
export type TypeTable<Args extends readonly unknown[] = []> = {
  readonly [K in Kind]: Offer<((type: TypeOf<K>, ...args: Args) => string) | WrittenApart>;
};

/** A writer for each function of many rows, given what is computed for each of them. */
export type AggregateTable = {
  readonly [A in AggregateName]: Offer<((value: string, aggregate: Aggregate) => string) | WrittenApart>;
};

/** A writer for each function of the rows around a row, given what is computed for each of them. */
export type WindowTable<Args extends readonly unknown[] = []> = {
  readonly [W in WindowName]: Offer<(value: string, call: WindowCall, ...args: Args) => string>;
};

/** A writer for each form of step: one that is forgotten does not compile. */
export type StepTable<Context, Written = string> = {
  readonly [F in StepForm]: Offer<((step: StepOf<F>, context: Context) => Written) | WrittenApart>;
};

/**
 * What a flow or a rule is compiled to: for everything that the model knows, what writes it, or why it is not offered.
 *
 * The records are exhaustive: what the model learns does not compile until every target says what it does with it.
 */
export interface Target {
  /** Name of the engine's language, as its users know it. */
  readonly name: string;
  /** What is compiled to it. */
  readonly use: string;
  /** The functions of one row. */
  readonly functions: Readonly<Record<FunctionName, Offer<object>>>;
  /** The functions of many rows. */
  readonly aggregates: Readonly<Record<AggregateName, Offer<object>>>;
  /** The functions of the rows around a row. */
  readonly windows: Readonly<Record<WindowName, Offer<object>>>;
  /** The steps of flows. */
  readonly steps: Readonly<Record<StepForm, Offer<object>>>;
  /** The types of columns. */
  readonly types: Readonly<Record<Kind, Offer<object>>>;
}

/** Why a target does not offer something, or nothing where it does. */
export function refusal(offer: Offer<object>): NotOffered['notOffered'] | undefined {
  return 'notOffered' in offer ? offer.notOffered : undefined;
}
