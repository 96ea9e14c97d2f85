import { shapeMistakes } from '../../validation/shapes/mistakes';
import { choice } from '../../validation/shapes/shape-of';

describe('one of several texts', () => {
  it('is looked for when there is a value, and then known', () => {
    const find = jest.fn(() => ['LH0001', 'LH0002'] as const);
    const code = choice(find);
    expect(find).not.toHaveBeenCalled();
    expect(['LH0001', 'LH0002'].flatMap((value) => code.mistakes(value))).toEqual([]);
    expect(find).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['given', choice(['LH0001', 'LH0002'])],
    ['found', choice(() => ['LH0001', 'LH0002'] as const)],
  ])('is named with all that are accepted where these are %s', (_, code) => {
    expect(shapeMistakes(code, 'LH0003')).toMatchObject([
      { code: 'LH0005', got: expect.stringContaining('is "LH0003"') as string, allowed: 'LH0001, LH0002' },
    ]);
  });
});
