import { type IAspect, TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import { type Classification, mergedTags, type Tags } from '../../model';
import type { Placement } from './placement';

/** The tags that every resource of a place carries: the library's own, and over them those that were decided on. */
export function tagsOf({ company, environment, department, tags }: Placement): Tags {
  const own = {
    company,
    environment: environment.name,
    department: department ?? 'platform',
    'managed-by': 'terraform',
  };
  return mergedTags(own, tags);
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
    if (isTaggable(node)) node.tags = mergedTags(this.tags, node.tagsInput);
  }
}

interface Taggable {
  tags: Tags;
  readonly tagsInput?: Tags;
}

function isTaggable(node: unknown): node is Taggable {
  return TerraformResource.isTerraformResource(node) && 'tagsInput' in node;
}
