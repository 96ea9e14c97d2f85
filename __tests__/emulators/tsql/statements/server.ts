import type { TextTable } from '../../text-table';
import { TsqlError } from '../errors';
import type { Database } from './database';

/** A login or a server role. */
export interface Login {
  readonly name: string;
  readonly id: number;
  /** E is an external login, R a server role, S the built-in administrator. */
  readonly type: 'E' | 'R' | 'S';
  /** By whom it is known; external logins have one. */
  readonly sid?: Buffer;
}

/** Everything a pool holds. */
export interface Server {
  /** By name, which is compared without regard to case. */
  readonly databases: Map<string, Database>;
  readonly logins: Map<string, Login>;
  readonly serverRoleMembers: { readonly role: string; readonly member: string }[];
  /** Folders by their full https URL, with a slash at the end. */
  readonly files: Map<string, TextTable>;
  /** Ids of whom Entra ID knows, by name; who is not in it has an id that follows from the name. */
  readonly entra: Map<string, string>;
  readonly messages: string[];
  readonly now: () => Date;
  readonly user: string;
}

/** Finds a database. */
export function findDatabase(server: Server, name: string): Database {
  const found = [...server.databases.values()].find(
    (database) => database.name.toLowerCase() === name.toLowerCase(),
  );
  if (!found) {
    throw new TsqlError(`database '${name}' does not exist`, 911);
  }
  return found;
}
