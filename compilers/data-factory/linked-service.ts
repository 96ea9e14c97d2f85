/** A connection as plain data. */
export interface LinkedService extends Connection {
  /** Unique in a factory; letters, digits and underscores. */
  readonly name: string;
  /** Name of another one that it refers to. @default none */
  readonly refersTo?: string;
}

/** Where a connection leads, and as whom: never with a key or a password. */
export interface Connection {
  /** Data Factory's type, e.g. `RestService`. */
  readonly type: string;
  /** As the linked service holds them. */
  readonly typeProperties: Readonly<Record<string, unknown>>;
}

/** The identity as which a connection is opened. */
export interface CredentialReference {
  /** The name by which linked services refer to it. */
  readonly referenceName: string;
  readonly type: 'CredentialReference';
}

/** A connection string without a user: the credential beside it says who. */
export function sqlConnectionString(server: string, database: string): string {
  return [
    'Integrated Security=False',
    'Encrypt=True',
    'Connection Timeout=30',
    `Data Source=${server}`,
    `Initial Catalog=${database}`,
  ].join(';');
}
