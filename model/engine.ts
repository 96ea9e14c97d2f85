/** The engine that synthesizes, by the names of what people install. */
export interface Engine {
  /** The library's own package. */
  readonly library: string;
  /** The engine's package, which is also the word for its command. */
  readonly engine: string;
  /** The package of the bindings of `azurerm`. */
  readonly bindings: string;
  /** The command that deploys, as `npx` takes it. */
  readonly command: string;
}

/** The engine of this package. The package for cdktf's successor, built from the same source, names the successor. */
export const ENGINE: Engine = Object.freeze({
  library: 'cdktf-azure-lakehouse',
  engine: 'cdktf',
  bindings: '@cdktf/provider-azurerm',
  command: 'cdktf-cli@0.21',
});
