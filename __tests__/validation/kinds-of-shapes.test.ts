import { shapeMistakes } from '../../validation/shapes/mistakes';
import {
  cases,
  choice,
  elsewhere,
  finite,
  flag,
  later,
  list,
  literal,
  number,
  object,
  record,
  text,
  texts,
  union,
} from '../../validation/shapes/shape-of';
import { type Shape } from '../../validation/shapes/shape';
import { inWords } from '../../validation/shapes/words';

/** What each kind of shape accepts, and what it says of what it does not. */

const said = (shape: Shape<unknown>, value: unknown): string[] =>
  shapeMistakes(shape, value).map(
    ({ code, path, got, allowed, change }) => `${code} ${path.join('.')} ${got}; ${allowed}; ${change}`,
  );

interface Tree {
  readonly name: string;
  readonly inner?: Tree | undefined;
}
const tree: Shape<Tree> = object({ name: text, inner: later(() => tree).optional() });
const animal = cases('kind', [
  object({ kind: literal('cat'), lives: number }),
  object({ kind: choice(['dog', 'wolf']), name: text.optional() }),
]);
const reached = union([literal('everyone'), texts]);
const host = union([object({ id: text }), object({ name: text, port: number })]);

describe('accepts', () => {
  it.each<[string, Shape<unknown>, readonly unknown[]]>([
    ['texts', text, ['', 'a']],
    ['numbers, whose range is for rules', number, [0, Number.NaN, Infinity]],
    ['numbers that no rule looks at', finite, [0, -1.5]],
    ['true and false', flag, [true, false]],
    ['some values', literal('a', 3, true), ['a', 3, true]],
    ['one of several texts', choice(['a', 'b']), ['b']],
    ['what may be left out', text.optional(), [undefined, 'a']],
    ['lists', list(number), [[], [1, 2]]],
    ['names of the own choice', record(number), [{}, { a: 1 }, Object.create(null)]],
    ['properties that may be missing or undefined', object({ a: flag.optional() }), [{}, { a: undefined }]],
    ['what is looked at elsewhere, if it is there', object({ a: elsewhere() }), [{ a: undefined }, { a: 1 }]],
    ['any of several shapes', reached, ['everyone', [], ['a']]],
    ['the shape of its kind', animal, [{ kind: 'cat', lives: 9 }, { kind: 'wolf' }]],
    ['what is part of itself', tree, [{ name: 'a' }, { name: 'a', inner: { name: 'b' } }]],
  ])('%s', (_, shape, values) => {
    expect(values.map((value) => said(shape, value))).toEqual(values.map(() => []));
  });
});

const circle: Record<string, unknown> = { name: 'a' };
circle['inner'] = circle;

describe('refuses', () => {
  it.each<[string, Shape<unknown>, unknown, readonly string[]]>([
    ['a number for a text', text, 3, ['LH9003  is 3; a text; correct it']],
    ['what is no number', finite, Number.NaN, ['LH9003  is NaN; a number; correct it']],
    ['another value', literal('a', 3), 4, ["LH9003  is 4; 'a' or 3; correct it"]],
    [
      'a misspelt text',
      choice(['spikes', 'dips']),
      'spike',
      ['LH0005  is "spike" (did you mean "spikes"?); spikes, dips; choose one'],
    ],
    ['null for what may be left out', text.optional(), null, ['LH9003  is null; a text; correct it']],
    [
      'items, each at its place',
      list(text),
      ['a', 1, undefined],
      ['LH9003 1 is 1; a text; correct it', 'LH9003 2 is undefined; a text; correct it'],
    ],
    ['what a list left out', list(text), new Array<string>(1), ['LH9003 0 is undefined; a text; correct it']],
    ['too short a list', list(text, 1), [], ['LH0004  is an empty list; a list; correct it']],
    [
      'an instance of a class',
      record(text),
      new Date(0),
      ['LH9003  is of the class Date; an object; correct it'],
    ],
    ['a list for an object', object({ a: text }), ['x'], ['LH9003  is a list; { a }; correct it']],
    [
      'what is no object, of which all may be left out',
      object({ low: number.optional(), high: number.optional() }),
      5,
      ['LH9003  is 5; { low?, high? }; correct it'],
    ],
    ['the value of a name', record(number), { a: 1, b: 'x' }, ['LH9003 b is "x"; a number; correct it']],
    [
      'what is missing, though it could be anything',
      object({ a: elsewhere(), b: text.optional() }),
      { b: 'x' },
      ['LH9001 a is missing; an object; add it'],
    ],
    [
      'what is not known, inherited or own',
      object({ a: text }),
      Object.assign(Object.create({ other: 1 }) as object, { a: 'x' }),
      ['LH9002 other is no property that is known here; a; correct its name, or take it out'],
    ],
    [
      'a kind that there is not',
      animal,
      { kind: 'cow' },
      ['LH0005 kind is "cow"; cat, dog, wolf; choose one'],
    ],
    [
      'a kind that is missing',
      object({ pet: animal.optional() }),
      { pet: { lives: 9 } },
      ['LH9001 pet.kind is missing; cat, dog, wolf; add it'],
    ],
    [
      'what its kind does not have',
      animal,
      { kind: 'dog', lives: 9 },
      ['LH9002 lives is no property that is known here; kind, name; correct its name, or take it out'],
    ],
    [
      'of several shapes, what the nearest lacks',
      host,
      { name: 'a' },
      ['LH9001 port is missing; a number; add it'],
    ],
    [
      'of several shapes, what one does not have',
      host,
      { id: 'a', colour: 'red' },
      ['LH9002 colour is no property that is known here; id; correct its name, or take it out'],
    ],
    [
      'deep in what is part of itself',
      tree,
      { name: 'a', inner: { name: 'b', inner: 5 } },
      ['LH9003 inner.inner is 5; { name }; correct it'],
    ],
    [
      'a value that is part of itself',
      tree,
      circle,
      ['LH9008 inner.inner goes round in a circle: it is part of itself; values with an end; correct it'],
    ],
  ])('%s', (_, shape, value, mistakes) => {
    expect(said(shape, value)).toEqual(mistakes);
    // What was looked at is not remembered.
    expect(said(shape, value)).toEqual(mistakes);
  });
});

test('words that a shape is given stay its own', () => {
  const own = inWords(text, { allowed: 'the name of a column' });
  expect([own, own.optional(), text].map((shape) => said(shape, 3))).toEqual([
    ['LH9003  is 3; the name of a column; correct it'],
    ['LH9003  is 3; the name of a column; correct it'],
    ['LH9003  is 3; a text; correct it'],
  ]);
});
