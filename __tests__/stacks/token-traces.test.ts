import { Fn, Token } from 'cdktf';
import { withoutTokenTraces } from '../../stacks/token-traces';

const traceOf = (token: unknown): readonly string[] =>
  (Token.asAny(token) as unknown as { readonly creationStack: readonly string[] }).creationStack;

describe('work without traces of tokens', () => {
  it('makes tokens that keep none', () => {
    expect(traceOf(Fn.join('', ['a']))).not.toEqual([]);
    expect(withoutTokenTraces(() => traceOf(Fn.join('', ['a'])))).toEqual([]);
  });

  it('is not needed in tests, where traces are short', () => {
    expect(traceOf(Fn.join('', ['a'])).length).toBeLessThanOrEqual(10);
    expect(new Error('wrong').stack).toMatch(/^Error: wrong\n {4}at .*token-traces\.test\.ts:15:/);
  });

  it('leaves errors the lines that they come from', () => {
    const thrown = withoutTokenTraces(() => new Error('wrong').stack);
    expect(thrown).toMatch(/^Error: wrong\n {4}at .*token-traces\.test\.ts/);
  });

  it('leaves whoever takes a trace of something else the lines that it is taken at', () => {
    const taken: { stack?: string } = {};
    withoutTokenTraces(() => {
      Error.captureStackTrace(taken);
    });
    expect(taken.stack?.split('\n')[1]).toMatch(/token-traces\.test\.ts/);
  });

  it('ends with the work, also when that fails', () => {
    const before: unknown = Reflect.get(Error, 'captureStackTrace');
    expect(() =>
      withoutTokenTraces(() => {
        throw new Error('wrong');
      }),
    ).toThrow('wrong');
    expect(Reflect.get(Error, 'captureStackTrace')).toBe(before);
  });
});
