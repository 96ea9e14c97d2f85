import type { ColumnDefinition, Expr, Query } from './ast';
import type { SqlType } from './types';

/** A name of one to three parts. */
export type Name = readonly string[];

/** An argument of EXEC: a constant or a variable, never an expression. */
export interface Argument {
  readonly name?: string;
  readonly value: Expr;
  readonly output: boolean;
}

/** A parameter of a procedure or of sp_executesql. */
export interface Parameter {
  readonly name: string;
  readonly type: SqlType;
  readonly fallback?: Expr;
  readonly output: boolean;
}

/** Whether an object is made, changed, or either. */
export type CreateMode = 'CREATE' | 'ALTER' | 'CREATE OR ALTER';

/** What DROP names. */
export type DropKind =
  | 'VIEW'
  | 'PROCEDURE'
  | 'SCHEMA'
  | 'USER'
  | 'ROLE'
  | 'LOGIN'
  | 'DATABASE'
  | 'EXTERNAL TABLE'
  | 'EXTERNAL DATA SOURCE'
  | 'EXTERNAL FILE FORMAT'
  | 'DATABASE SCOPED CREDENTIAL';

/** GRANT, DENY or REVOKE. */
export interface PermissionStatement {
  readonly kind: 'permission';
  readonly action: 'GRANT' | 'DENY' | 'REVOKE';
  readonly permissions: readonly string[];
  readonly columns: readonly string[];
  /** DATABASE when there is no ON. */
  readonly securableClass: string;
  readonly securable: Name;
  readonly principals: readonly string[];
}

/** The statements of a batch. */
export type Statement =
  | { readonly kind: 'query'; readonly query: Query }
  | {
      readonly kind: 'declare';
      readonly variables: readonly { readonly name: string; readonly type: SqlType; readonly value?: Expr }[];
    }
  | { readonly kind: 'set'; readonly name: string; readonly append: boolean; readonly value: Expr }
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'if';
      readonly condition: Expr;
      readonly then: Statement;
      readonly otherwise?: Statement;
    }
  | { readonly kind: 'block'; readonly statements: readonly Statement[] }
  | { readonly kind: 'try'; readonly body: readonly Statement[]; readonly handler: readonly Statement[] }
  | { readonly kind: 'throw'; readonly args?: readonly [Expr, Expr, Expr] }
  | { readonly kind: 'print'; readonly value: Expr }
  | { readonly kind: 'return' }
  | { readonly kind: 'use'; readonly database: string }
  | { readonly kind: 'execText'; readonly parts: readonly Expr[] }
  | { readonly kind: 'execProcedure'; readonly name: Name; readonly args: readonly Argument[] }
  | { readonly kind: 'createDatabase'; readonly name: string; readonly collation: string | undefined }
  | { readonly kind: 'createSchema'; readonly name: string; readonly owner?: string }
  | { readonly kind: 'createMasterKey' }
  | {
      readonly kind: 'createCredential';
      readonly name: string;
      readonly identity: string;
      readonly hasSecret: boolean;
    }
  | {
      readonly kind: 'createDataSource';
      readonly name: string;
      readonly location: string;
      readonly credential?: string;
    }
  | {
      readonly kind: 'createFileFormat';
      readonly name: string;
      readonly type: string;
      readonly compression?: string;
    }
  | {
      readonly kind: 'createExternalTable';
      readonly name: Name;
      readonly columns?: readonly ColumnDefinition[];
      readonly location: string;
      readonly dataSource: string;
      readonly fileFormat: string;
      readonly query?: Query;
    }
  | {
      readonly kind: 'createView';
      readonly mode: CreateMode;
      readonly name: Name;
      readonly columns?: readonly string[];
      readonly query: Query;
      readonly definition: string;
    }
  | {
      readonly kind: 'createProcedure';
      readonly mode: CreateMode;
      readonly name: Name;
      readonly parameters: readonly Parameter[];
      readonly body: readonly Statement[];
      readonly definition: string;
    }
  | { readonly kind: 'createLogin'; readonly name: string }
  | { readonly kind: 'createUser'; readonly name: string; readonly login?: string }
  | { readonly kind: 'createRole'; readonly name: string; readonly owner?: string }
  | {
      readonly kind: 'alterRole';
      readonly server: boolean;
      readonly role: string;
      readonly add: boolean;
      readonly member: string;
    }
  | {
      readonly kind: 'drop';
      readonly what: DropKind;
      readonly ifExists: boolean;
      readonly names: readonly Name[];
    }
  | PermissionStatement;
