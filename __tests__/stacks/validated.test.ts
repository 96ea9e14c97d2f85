import { type Company } from '../../model';
import { PlatformStack } from '../../stacks';
import { validateOnce } from '../../stacks/validated';
import { dev, prod, smallCompany } from '../support/small-company';
import { testApp } from '../support/synth';

/** A company, and how often somebody asked for its code. */
function counted(code: unknown): { readonly company: Company; readonly asked: () => number } {
  let times = 0;
  const company = Object.defineProperty({ ...smallCompany() }, 'code', {
    enumerable: true,
    get: () => {
      times++;
      return code;
    },
  });
  return { company, asked: () => times };
}

describe('the check of a company', () => {
  it('is done once for an app', () => {
    const { company, asked } = counted('acme');
    const app = testApp();
    validateOnce(app, company);
    const once = asked();
    expect(once).toBeGreaterThan(0);
    validateOnce(app, company);
    expect(asked()).toBe(once);
  });

  it('is done again for another app', () => {
    const { company, asked } = counted('acme');
    validateOnce(testApp(), company);
    const once = asked();
    validateOnce(testApp(), company);
    expect(asked()).toBe(2 * once);
  });

  it('finds what is wrong for every platform that is made', () => {
    const { company } = counted(7);
    const app = testApp();
    for (const environment of [dev, prod])
      expect(() => new PlatformStack(app, environment.name, { company, environment })).toThrow('"code"');
  });
});
