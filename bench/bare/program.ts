import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argumentsOf, literal, PARAMETERS } from './literal';

type Json = Readonly<Record<string, unknown>>;

interface Terraform {
  readonly provider: { readonly azurerm: readonly Json[] };
  readonly terraform: { readonly backend: { readonly azurerm: Json } };
  readonly data?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly output?: Readonly<Record<string, Json>>;
}

const BINDINGS = '@cdktf/provider-azurerm/lib';
/** Attributes whose keys are a user's own. */
const MAPS: ReadonlySet<string> = new Set(['additional_properties', 'parameters', 'tags', 'variables']);

/**
 * The program, in JavaScript, that makes the same resources by the engine alone: a constructor for each, with literal values. What
 * departments are like is written once, as a function of the name, which is called for each.
 *
 * @param synthesized - the folder of a synthesis of {@link manyDepartments}.
 */
export function bareProgram(synthesized: string): string {
  const stacks = readdirSync(join(synthesized, 'stacks')).sort();
  const departments = stacks.filter((stack) => stack !== 'platform');
  const [model = ''] = departments;
  const classes = new Map<string, string>();
  const platform = stackProgram(terraformOf(synthesized, 'platform'), undefined, classes);
  const department = stackProgram(terraformOf(synthesized, model), model, classes);
  const imports = [...classes].map(([type, name]) => `const { ${name} } = require('${moduleOf(type)}');`);
  return [
    "const { App, AzurermBackend, DataTerraformRemoteStateAzurerm, TerraformOutput, TerraformStack } = require('cdktf');",
    `const { AzurermProvider } = require('${BINDINGS}/provider');`,
    ...imports,
    'const app = new App({ outdir: process.argv[2] });',
    `function platform(stack) {\n${platform}\n}`,
    `function department(stack, ${PARAMETERS}) {\n${department}\n}`,
    "platform(new TerraformStack(app, 'platform'));",
    ...departments.map((name) => `department(new TerraformStack(app, '${name}'), ${argumentsOf(name)});`),
    'app.synth();',
    '',
  ].join('\n');
}

function terraformOf(synthesized: string, stack: string): Terraform {
  return JSON.parse(readFileSync(join(synthesized, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as Terraform;
}

function stackProgram(
  terraform: Terraform,
  department: string | undefined,
  classes: Map<string, string>,
): string {
  const { provider, terraform: settings, data = {}, resource = {}, output = {} } = terraform;
  const value = (each: unknown): string => literal(each, department);
  const lines = [
    `new AzurermBackend(stack, ${value(camelCased(settings.backend.azurerm))});`,
    `new AzurermProvider(stack, 'azurerm', ${value(camelCased(provider.azurerm[0]))});`,
  ];
  for (const [type, instances] of Object.entries(data))
    for (const [id, { config, workspace, ...attributes }] of Object.entries(instances))
      lines.push(
        type === 'terraform_remote_state'
          ? `new DataTerraformRemoteStateAzurerm(stack, ${value(id)}, ${value({ ...(camelCased(config) as Json), workspace })});`
          : constructed(`data_${type}`, id, attributes, { department, classes }),
      );
  for (const [type, instances] of Object.entries(resource))
    for (const [id, attributes] of Object.entries(instances))
      lines.push(constructed(type, id, attributes, { department, classes }));
  for (const [id, { value: of, sensitive }] of Object.entries(output))
    lines.push(
      `new TerraformOutput(stack, ${value(id)}, ${value({ value: of, sensitive })}).overrideLogicalId(${value(id)});`,
    );
  return lines.map((line) => `  ${line}`).join('\n');
}

function constructed(
  type: string,
  id: string,
  attributes: Json,
  { department, classes }: { readonly department: string | undefined; readonly classes: Map<string, string> },
): string {
  const name = classes.get(type) ?? classOf(type);
  classes.set(type, name);
  const { '//': _metadata, depends_on: dependsOn, ...own } = attributes;
  const config = {
    ...(camelCased(own) as Json),
    ...(dependsOn === undefined ? {} : { dependsOn: (dependsOn as string[]).map((fqn) => ({ fqn })) }),
  };
  const key = literal(id, department);
  return `new ${name}(stack, ${literal(`${type}-${id}`, department)}, ${literal(config, department)}).overrideLogicalId(${key});`;
}

/** Where the bindings have a type: without the provider's name, in dashes. */
function moduleOf(type: string): string {
  return `${BINDINGS}/${type.replace(/^(data_)?azurerm_/, '$1').replaceAll('_', '-')}`;
}

function classOf(type: string): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the module is known by the type only
  const module = require(moduleOf(type)) as Readonly<Record<string, { readonly tfResourceType?: string }>>;
  const found = Object.entries(module).find(([, each]) => each.tfResourceType === type.replace(/^data_/, ''));
  if (found === undefined) throw new Error(`the bindings have no class for ${type}`);
  return found[0];
}

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      MAPS.has(key) ? each : camelCased(each),
    ]),
  );
}
