import { type Form, formMistakes, type Mistake } from '../../model';

/** What is wrong with the address of a host. */
export function baseUrlMistakes(baseUrl: string): Mistake[] {
  return formMistakes('baseUrl', baseUrl, BASE_URL);
}

const BASE_URL: Form = {
  pattern: /^https:\/\/[^\s/?#'"{}]+$/,
  allowed: 'https:// and a host, without a path',
  change: 'put the path into delivery.from.path',
};
