import { type Department } from '../../model';
import {
  type Dataset,
  fileDataset,
  type FileLayout,
  type FileType,
  lakeDataset,
  tableDataset,
} from './datasets';

/** The containers that pipelines use; `secrets` holds the pepper's file. */
export type PipelineZone = 'landing' | 'bronze' | 'silver' | 'products' | 'gold' | 'quarantine' | 'secrets';

/** Name of the file with the pepper, and of the field that holds it. */
export const PEPPER_FILE = { name: 'pepper.json', field: 'pepper' } as const;

/** Names in a data factory: a department's come together, and dashes are not allowed in some. */
export function prefixOf(department: Department): string {
  return underscored(department.name);
}

/** A name without dashes. */
export function underscored(name: string): string {
  return name.replaceAll('-', '_');
}

/** The datasets and connections of a department's pipelines, each made when something first asks for it. */
export class DepartmentDatasets {
  /** Begins all its names. */
  readonly prefix: string;
  /** Name of the connection to the lake. */
  readonly lake: string;
  /** Name of the connection to serverless SQL. */
  readonly sql: string;
  /** Name of the connection to the key vault. */
  readonly vault: string;
  /** Connections to lakes of other departments that lie in other accounts, as far as something asked for them. */
  readonly otherLakes = new Map<Department, string>();
  private readonly made = new Map<string, Dataset>();

  /**
   * @param department whose they are.
   * @param container the container of a department's zone.
   * @param sameLake whether another department's zones lie in the same account.
   */
  constructor(
    private readonly department: Department,
    private readonly container: (department: string, zone: PipelineZone) => string,
    private readonly sameLake: (owner: Department) => boolean = () => true,
  ) {
    this.prefix = prefixOf(department);
    this.lake = `${this.prefix}_lake`;
    this.sql = `${this.prefix}_serverless_sql`;
    this.vault = `${this.prefix}_key_vault`;
  }

  /** All that were asked for, in that order. */
  all(): Dataset[] {
    return [...this.made.values()];
  }

  /** Adds one, and gives its name. */
  add(dataset: Dataset): string {
    this.made.set(dataset.name, dataset);
    return dataset.name;
  }

  /** Name of the connection to the lake in which a department's zones lie. */
  lakeOf(owner: Department): string {
    if (owner === this.department || this.sameLake(owner)) return this.lake;
    const connection = `${this.lake}_of_${prefixOf(owner)}`;
    this.otherLakes.set(owner, connection);
    return connection;
  }

  /** Files in a zone, of the department itself or of another; those with a layout of their own have a dataset of their own. */
  inLake(
    zone: PipelineZone,
    type: FileType,
    parameters: readonly ('folder' | 'file')[],
    {
      owner = this.department,
      layout,
    }: { readonly owner?: Department; readonly layout?: FileLayout | undefined } = {},
  ): string {
    const whose = owner === this.department ? '' : `_${underscored(owner.name)}`;
    const file = parameters.includes('file') ? '_file' : '';
    const own = layout ? `_${layout.name}` : '';
    const name = `${this.prefix}${whose}_${zone}_${type.toLowerCase()}${file}${own}`;
    const container = this.container(owner.name, zone);
    return this.add(lakeDataset(name, type, this.lakeOf(owner), container, parameters, layout?.properties));
  }

  /** A folder of the department's quarantine, with its container, as logs of copies are placed. */
  inQuarantine(folder: string): string {
    return `${this.container(this.department.name, 'quarantine')}/${folder}`;
  }

  /** The file with the pepper. */
  pepper(): string {
    const container = this.container(this.department.name, 'secrets');
    return this.add(fileDataset(`${this.prefix}_pepper`, this.lake, container, PEPPER_FILE.name));
  }

  /** What a query on serverless SQL answers. */
  serverlessQuery(): string {
    // Some table has to be named; every use brings a query instead.
    return this.add(
      tableDataset(`${this.prefix}_serverless_query`, 'AzureSqlDWTable', this.sql, 'sys', 'databases'),
    );
  }
}
