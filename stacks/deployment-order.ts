import type { TerraformStack } from 'cdktf';
import { departmentsAwaited } from '../compilers/internal';
import { CompanyGraph, type Department } from '../model';
import { computedOnce } from '../model/collections';
import { deployedBefore } from './cross-lake-endpoints';
import type { IPlatform } from './platform';

/** The stack of a department. */
interface DepartmentsStack extends TerraformStack {
  readonly department: Department;
}

/** Departments whose stacks have to be there before a department's can be deployed, and why. */
export interface DeployedBefore {
  /** Owners of triggers in the same factory that its own triggers wait for. */
  readonly triggers: readonly Department[];
  /** Owners of lakes that its data factory gets a private endpoint into. */
  readonly lakes: readonly Department[];
}

/**
 * In which order the stacks of departments are deployed.
 *
 * No stack refers to another department's, but a trigger can only wait for one that is there, and a private endpoint only
 * lead to a lake that is there. Departments may need each other in a circle; there, no order helps, and people deploy twice.
 */
export class DeploymentOrder {
  /** The order among the departments of a platform. */
  static of(platform: IPlatform): DeploymentOrder {
    return computedOnce(orders, platform, () => new DeploymentOrder(platform));
  }

  private readonly graph: CompanyGraph;
  private readonly known = new Map<Department, DeployedBefore>();
  private readonly earlier = new Map<Department, readonly Department[]>();
  private readonly stacks: DepartmentsStack[] = [];

  private constructor(private readonly platform: IPlatform) {
    this.graph = CompanyGraph.of(platform.company, platform.environment);
  }

  /** Tells the engine where a department's stack comes among those that are there, in whatever order they are made. */
  add(stack: DepartmentsStack): void {
    const before = this.before(stack.department);
    for (const other of this.stacks) {
      if (before.includes(other.department)) stack.addDependency(other);
      if (this.before(other.department).includes(stack.department)) other.addDependency(stack);
    }
    this.stacks.push(stack);
  }

  /** What comes before a department, so that whatever deploys can keep to it. */
  before(department: Department): readonly Department[] {
    return computedOnce(this.earlier, department, () =>
      this.neededBy(department).filter((other) => !this.needs(other, department)),
    );
  }

  /** What should come before a department, and needs it as well, over others or directly. */
  circular(department: Department): DeployedBefore {
    const isCircular = (other: Department): boolean => this.needs(other, department);
    const { triggers, lakes } = this.reasons(department);
    return { triggers: triggers.filter(isCircular), lakes: lakes.filter(isCircular) };
  }

  private reasons(department: Department): DeployedBefore {
    return computedOnce(this.known, department, () => this.reasonsOf(department));
  }

  private reasonsOf(department: Department): DeployedBefore {
    const isShared = department.hosting === 'shared';
    const sameFactory = (other: Department): boolean => isShared && other.hosting === 'shared';
    return {
      triggers: departmentsAwaited({ graph: this.graph, department, sameFactory }).filter(sameFactory),
      lakes: deployedBefore(department, this.graph, this.platform),
    };
  }

  private neededBy(department: Department): Department[] {
    const { triggers, lakes } = this.reasons(department);
    return [...new Set([...triggers, ...lakes])];
  }

  private needs(from: Department, to: Department, seen = new Set<Department>()): boolean {
    if (seen.has(from)) return false;
    seen.add(from);
    return this.neededBy(from).some((other) => other === to || this.needs(other, to, seen));
  }
}

const orders = new WeakMap<IPlatform, DeploymentOrder>();

/** A stack, as far as its order is concerned. */
type Ordered = Pick<TerraformStack, 'node' | 'dependencies'>;

/** Stacks by their ids, each after those that come before it, otherwise in the order given; others' stacks are left out. */
export function inOrderOfDeployment(
  stacks: readonly Ordered[],
): { readonly stack: string; readonly after: readonly string[] }[] {
  const ordered = new Set<Ordered>();
  const before = ({ dependencies }: Ordered): Ordered[] => {
    const needed = new Set<Ordered>(dependencies);
    return needed.size === 0 ? [] : stacks.filter((one) => needed.has(one));
  };
  const visit = (stack: Ordered): void => {
    if (ordered.has(stack)) return;
    before(stack).forEach(visit);
    ordered.add(stack);
  };
  stacks.forEach(visit);
  return [...ordered].map((stack) => ({
    stack: stack.node.id,
    after: before(stack).map(({ node }) => node.id),
  }));
}
