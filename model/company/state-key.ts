/** What the key of a state is made of. */
export interface StateKeyParts {
  /** The stack's name, e.g. `platform-dev`. */
  readonly stack: string;
  /** The environment's name. */
  readonly environment: string;
  /** The department whose stack it is; absent for the platform's. */
  readonly department?: string;
}

/** Names the state of a stack: the same name each time, and another one for each stack of each environment. */
export type StateKey = (parts: StateKeyParts) => string;
