/** What people install of an engine. The names stand here as they are: each package knows both engines. */
export interface EnginePackages {
  /** The library. */
  readonly library: string;
  /** The engine. */
  readonly engine: string;
  /** The bindings of `azurerm`. */
  readonly bindings: string;
  /** The package of the engine's command. */
  readonly program: string;
}

/** The archived engine. */
export const ARCHIVED = {
  library: 'cdktf-azure-lakehouse',
  engine: 'cdktf',
  bindings: '@cdktf/provider-azurerm',
  program: 'cdktf-cli',
} as const satisfies EnginePackages;

/** Its successor. */
export const SUCCESSOR = {
  library: 'cdktn-azure-lakehouse',
  engine: 'cdktn',
  bindings: '@cdktn/provider-azurerm',
  program: 'cdktn-cli',
} as const satisfies EnginePackages;

/** The versions that a project is moved to: those that the suite runs on. */
export const SUCCESSOR_VERSIONS: Readonly<Record<string, string>> = {
  '@cdktn/provider-azurerm': '16.1.0',
  cdktn: '0.24.0',
  'cdktn-cli': '0.24.0',
  constructs: '10.7.0',
};

/** The package of the successor that takes a package's place; none for what has no part in it. */
export function successorOf(name: string): string | undefined {
  const role = (Object.keys(ARCHIVED) as (keyof EnginePackages)[]).find((each) => ARCHIVED[each] === name);
  return role && SUCCESSOR[role];
}
