import { namesOf, rowsOf, run, table } from './data-flow-script-fixtures';

/** What the documentation says of reading documents in a column. */
describe('parse', () => {
  const documents = (...texts: (string | null)[]) =>
    table('id integer, body string', ...texts.map((text, at) => [String(at + 1), text]));
  const parsed = (type: string, ...texts: (string | null)[]) =>
    run(
      { d: documents(...texts) },
      'p',
      `d parse(json = body ? ${type}, format: 'json', documentForm: 'singleDocument') ~> p`,
    );
  const results = (type: string, ...texts: (string | null)[]) =>
    rowsOf(parsed(type, ...texts)).map((row) => row[2]);

  it('adds a column of the declared type', () => {
    const result = parsed('(a as string, list as (b as string)[])', '{"a":"x","list":[{"b":"y"}],"more":1}');
    expect(namesOf(result)).toEqual(['id', 'body', 'json']);
    expect(result.columns[2]?.type).toBe('(a as string, list as (b as string)[])');
    expect(rowsOf(result)[0]?.[2]).toBe('{"a":"x","list":[{"b":"y"}]}');
  });

  it('gives null for what is no JSON, and for parts that are missing or of another type', () => {
    const list = '(list as (b as string)[])';
    expect(results(list, null, 'n/a', '[1', '{}', '{"list":5}', '{"list":[1]}', '{"list":[null]}')).toEqual([
      null,
      null,
      null,
      '{"list":null}',
      '{"list":null}',
      '{"list":null}',
      '{"list":[null]}',
    ]);
  });

  it('reads any value as text, as JSON writes it', () => {
    expect(results('(a as string)', '{"a":9.50}', '{"a":true}', '{"a":{"b":[1]}}', '{"a":null}')).toEqual([
      '{"a":"9.5"}',
      '{"a":"true"}',
      '{"a":"{\\"b\\":[1]}"}',
      '{"a":null}',
    ]);
  });

  it('writes numbers as Spark does, and reads no further than the first value', () => {
    expect(
      results(
        '(a as string)',
        '{"a":10000000.0}',
        '{"a":1e-7}',
        '{"a":{"b":0.00001}}',
        '{"a":12345678901234567890}',
      ),
    ).toEqual([
      '{"a":"1.0E7"}',
      '{"a":"1.0E-7"}',
      '{"a":"{\\"b\\":1.0E-5}"}',
      '{"a":"12345678901234567890"}',
    ]);
    expect(
      results('(a as string)', '{"a":1} x', '{"a":1}, {"b":2}', '{"a":1,}', "{'a':1}", '{"a":01}'),
    ).toEqual(['{"a":"1"}', '{"a":"1"}', null, null, null]);
  });

  it('refuses what it cannot know', () => {
    expect(() => parsed('(a as integer)', '{}')).toThrow('reads text only, not integer');
    expect(() => parsed('string', '{}')).toThrow('reads a document, not string');
    const into = (rest: string) => () => run({ d: documents('{}') }, 'p', `d parse(${rest}) ~> p`);
    expect(into("json = id ? (a as string), format: 'json', documentForm: 'singleDocument'")).toThrow(
      'parses text, it is given integer',
    );
    expect(into('json = body ? (a as string)')).toThrow('needs "format" and "documentForm"');
    expect(into("json = body, format: 'json', documentForm: 'singleDocument'")).toThrow(
      'does not take an assignment',
    );
    expect(() => run({ d: documents('{}') }, 'x', 'd derive(json = body ? (a as string)) ~> x')).toThrow(
      'does not take an assignment',
    );
  });
});
