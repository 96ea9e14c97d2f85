import { protect } from '../../../constructs/core';
import { dev } from '../../support/small-company';

const destroyable = { ...dev, destroyable: { reason: 'made-up data' } };

describe('protect', () => {
  const before = process.env.ALLOW_DESTROY;
  afterEach(() => {
    if (before === undefined) delete process.env.ALLOW_DESTROY;
    else process.env.ALLOW_DESTROY = before;
  });

  test('prevents destruction without either key', () => {
    delete process.env.ALLOW_DESTROY;
    expect(protect(dev)).toEqual({ preventDestroy: true });
  });

  test('prevents destruction when only the environment allows it', () => {
    delete process.env.ALLOW_DESTROY;
    expect(protect(destroyable)).toEqual({ preventDestroy: true });
  });

  test('prevents destruction when only the variable allows it', () => {
    process.env.ALLOW_DESTROY = 'dev';
    expect(protect(dev)).toEqual({ preventDestroy: true });
  });

  test('prevents destruction when the variable names another environment', () => {
    process.env.ALLOW_DESTROY = 'prod';
    expect(protect(destroyable)).toEqual({ preventDestroy: true });
  });

  test('allows destruction with both keys', () => {
    process.env.ALLOW_DESTROY = 'dev';
    expect(protect(destroyable)).toEqual({ preventDestroy: false });
  });
});
