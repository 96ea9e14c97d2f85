/** What each command does, in a sentence, in the order of `--help`; apart from the commands, so that the help loads none of them. */
export const DESCRIPTIONS = {
  init: 'Makes a project that synthesizes, previews and tests: a company of one department, with a source and a gold table.',
  doctor: 'Looks at what is installed here, and says what is to be mended, each with its remedy.',
  'move-engine':
    'Moves a project from cdktf to its successor cdktn: packages, imports, scripts; and says what else to do.',
  sniff:
    'Looks at files, and proposes a data contract for each source: types, keys, forms, personal columns, with the evidence and its doubts.',
  preview: "Runs a company's flows on this machine, over your files or generated ones.",
  synth: 'Synthesizes the stacks of an app, whatever it is written in.',
  cost: 'Prints what each environment costs in a month, or sets it beside what was billed.',
  guard:
    'Stops plans that destroy data, widen access, open an endpoint, change an administrator, remove an alert, or cost more than the limit.',
  rehearse:
    'Says what another version would create, change, move and destroy, by comparing two syntheses, and stops what destroys data.',
  ci: 'Writes the pipelines that check, plan and deploy what was synthesized, or brings them up to date.',
  scan: 'Holds what was synthesized against the security policies of Checkov.',
  smoke:
    'Takes one row through every layer of what is deployed, compares it with the preview, and says which layer fell short, by which role or route.',
  lineage: 'Says where a column comes from, with every expression, or who reads what is made of it.',
  access: 'Says who can read a column or what is made of it, by which chain of rights, and how much of it.',
  diagram: 'Draws the platform of an environment from the definitions: sources, zones, products, consumers.',
} as const;

/** The name of a command. */
export type CommandName = keyof typeof DESCRIPTIONS;
