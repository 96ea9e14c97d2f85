import { type Producer } from '../model';

// Programs that send events, by the identities that they have in each environment.

/** The web shop itself. */
export const webShop: Producer = {
  kind: 'application',
  name: 'web-shop',
  objectIds: {
    dev: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e11',
    test: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e17',
    prod: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e12',
  },
  reason: 'Reports what happens in the shop as it happens',
};

/** What takes in the calls of the payment provider. */
export const paymentGateway: Producer = {
  kind: 'application',
  name: 'payment-gateway',
  objectIds: {
    dev: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e13',
    test: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e18',
    prod: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e14',
  },
  reason: 'Passes on what the payment provider decides',
};

/** The system of the warehouse, which also hears from carriers. */
export const warehouse: Producer = {
  kind: 'application',
  name: 'warehouse',
  objectIds: {
    dev: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e15',
    test: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e19',
    prod: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e16',
  },
  reason: 'Reports parcels that leave and come back',
};
