import {
  type DepartmentPipelines,
  factoryIssues,
  type Redeployable,
  type SqlBatch,
} from '../../compilers/internal';
import { type Issue } from '../../model';

/** What is derived of a department, again where what deploys gold has changed since: grants are made until the end. */
export class Definitions {
  private planned?: Redeployable;
  private derived?: { readonly deployment: readonly SqlBatch[]; readonly definition: DepartmentPipelines };
  private checked?: { readonly definition: DepartmentPipelines; readonly issues: readonly Issue[] };

  /**
   * @param plan derives everything, once.
   * @param gold what deploys gold by now.
   */
  constructor(
    private readonly plan: () => Redeployable,
    private readonly gold: { readonly deployment: readonly SqlBatch[] },
  ) {}

  /** What is derived by now. */
  get current(): DepartmentPipelines {
    const { deployment } = this.gold;
    if (!this.derived || !isSame(this.derived.deployment, deployment)) {
      const definition = this.planned?.deploying(deployment);
      this.planned ??= this.plan();
      this.derived = { deployment: [...deployment], definition: definition ?? this.planned.definition };
    }
    return this.derived.definition;
  }

  /** Whether a pipeline may still become another, by what is done to gold later. */
  mayChange(pipeline: string): boolean {
    return this.planned?.deployedBy === pipeline;
  }

  /** What is wrong with that. */
  get issues(): readonly Issue[] {
    const definition = this.current;
    if (this.checked?.definition !== definition)
      this.checked = { definition, issues: factoryIssues(definition) };
    return this.checked.issues;
  }
}

function isSame(some: readonly SqlBatch[], others: readonly SqlBatch[]): boolean {
  return some.length === others.length && some.every(({ sql }, index) => sql === others[index]?.sql);
}
