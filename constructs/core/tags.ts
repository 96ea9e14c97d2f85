import { type IAspect, TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Classification } from '../../model';
import type { Placement } from './placement';

/** Tags of a resource. */
export type Tags = Readonly<Record<string, string>>;

/** The tags that every resource of a place carries. */
export function tagsOf({ company, environment, department }: Placement): Tags {
  return {
    company,
    environment: environment.name,
    department: department ?? 'platform',
    'managed-by': 'terraform',
  };
}

/** The tag that says how confidential the data in a resource is; nothing when that is not known. */
export function classificationTag(classification: Classification | undefined): Tags {
  return classification === undefined ? {} : { 'data-classification': classification };
}

/** Adds tags to every resource that can carry them; a resource's own tags win. */
export class TagEverything implements IAspect {
  /** @param tags the tags to add. */
  constructor(private readonly tags: Tags) {}

  /** Called by the engine for every construct. */
  visit(node: IConstruct): void {
    if (isTaggable(node)) node.tags = Object.assign({}, this.tags, node.tagsInput);
  }
}

interface Taggable {
  tags: Tags;
  readonly tagsInput?: Tags;
}

function isTaggable(node: unknown): node is Taggable {
  return TerraformResource.isTerraformResource(node) && 'tagsInput' in node;
}
