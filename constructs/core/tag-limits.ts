import { TerraformResource, type TerraformStack } from 'cdktf';
import { mergedTags, TAG_LIMITS, type Tags } from '../../model';

/** What some types of resources take less of than others. */
interface TypeRule {
  /** The types. */
  readonly types: RegExp;
  /** Most tags. */
  readonly most?: number;
  /** Most characters of a tag's name. */
  readonly nameLength?: number;
  /** What a tag's name has to match. */
  readonly name?: RegExp;
  /** The same in words. */
  readonly words?: string;
}

/**
 * Source: "Use tags to organize your Azure resources and management hierarchy", and for private DNS zones the azurerm
 * provider's issue 6129: Azure drops a tag with a blank or a colon without a word, and every plan brings it up again.
 */
const TYPE_RULES: readonly TypeRule[] = [
  {
    types: /^azurerm_(?:private_)?dns_/,
    most: 15,
    name: /^[a-z_][\w.-]*$/i,
    words: 'letters, digits, dots, dashes and underscores, not beginning with a digit',
  },
  { types: /^azurerm_(?:automation|cdn)_/, most: 15 },
  { types: /^azurerm_storage_account$/, nameLength: 128 },
  {
    types: /^azurerm_traffic_manager/,
    name: /^[^\d\s#:][^\s#:]*$/,
    words: 'no blanks, no # and no colons, not beginning with a digit',
  },
  { types: /^azurerm_(?:cdn_)?frontdoor/, name: /^[^#:]*$/, words: 'no # and no colons' },
];

/**
 * The tags of a stack's resources that Azure does not take, each type of resource once.
 *
 * @param stack whose resources are looked at.
 * @param shared the tags that all of them get.
 */
export function refusedTags(stack: TerraformStack, shared: Tags): string[] {
  const found = stack.node.findAll().flatMap((node) => {
    if (!TerraformResource.isTerraformResource(node) || !('tagsInput' in node)) return [];
    const { terraformResourceType: type } = node;
    return problems(type, mergedTags(shared, node.tagsInput as Tags | undefined));
  });
  return [...new Set(found)];
}

function problems(type: string, tags: Tags): string[] {
  const names = Object.keys(tags);
  const rules = TYPE_RULES.filter(({ types }) => types.test(type));
  const most = Math.min(TAG_LIMITS.tags, ...rules.flatMap((rule) => rule.most ?? []));
  const longest = Math.min(TAG_LIMITS.nameLength, ...rules.flatMap((rule) => rule.nameLength ?? []));
  return [
    ...(names.length > most
      ? [`"tags" of ${type} are ${names.length}; allowed: ${most}; take some out of settings.tags`]
      : []),
    ...names
      .filter((name) => name.length > longest)
      .map(
        (name) =>
          `"tags" of ${type} have a name of ${name.length} characters, "${name.slice(0, 40)}…"; allowed: ${longest}; shorten it in settings.tags`,
      ),
    ...rules.flatMap(({ name: pattern, words = '' }) =>
      names
        .filter((name) => pattern?.test(name) === false)
        .map((name) => `"tags" of ${type} have "${name}"; allowed: ${words}; rename it in settings.tags`),
    ),
  ];
}
