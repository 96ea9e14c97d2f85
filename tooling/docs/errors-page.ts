import { ISSUE_KINDS, type IssueCode, type IssueKind } from '../../model';

type Range = IssueCode extends `LH${infer Digit}${string}` ? Digit : never;

/** What the first digit of a code says. */
const RANGES: Readonly<Record<Range, string>> = {
  0: 'Values, wherever they stand',
  1: 'Data contracts, and where their rows come from',
  2: 'Expressions',
  3: 'Flows and tables',
  4: 'Departments, consumers and alert rules',
  5: 'The company and its environments',
  6: 'Constructs and stacks',
  7: 'Pipelines, and the limits of Data Factory',
  8: 'Folders, files and data, when something is written or run',
  9: 'The shape of definitions: from JavaScript, or through a cast',
};

const INTRO = `# Errors

Every kind of mistake has a code. A message says the code, where the mistake is, the property, what was found, what is
allowed and what to change:

\`\`\`text
company "Acme": 1 error
  - LH0002 sales/orders: "delivery.partitions" is 40; allowed: a whole number from 1 to 32; change the number
\`\`\`

All mistakes of a definition are reported together, by \`npm run synth\` and \`npm run preview\` alike, before anything is written. In
code they are \`error.issues\` of a \`LakehouseError\`: plain values with \`code\`, \`at\`, \`prop\`, \`got\`, \`allowed\` and
\`change\`. Codes never change, and are never given again.

In the examples, a line with a minus makes the mistake, and the one with a plus is its mend.
`;

/** `docs/errors.md`: every kind of mistake, by its code. */
export function errorsPage(): string {
  const kinds = (Object.entries(ISSUE_KINDS) as [IssueCode, IssueKind][]).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const sections = (Object.entries(RANGES) as [Range, string][]).map(([digit, title]) => {
    const own = kinds.filter(([code]) => code.startsWith(`LH${digit}`));
    const toc = own.map(([code, kind]) => `- [${code}](#${code.toLowerCase()}) ${kind.title}`);
    return [`## ${title}`, toc.join('\n'), ...own.map(([code, kind]) => entry(code, kind))].join('\n\n');
  });
  return `${[INTRO.trimEnd(), ...sections].join('\n\n')}\n`;
}

function entry(code: IssueCode, { title, why, example, mend }: IssueKind): string {
  const sentence = `**${title.charAt(0).toUpperCase()}${title.slice(1)}.** ${why}`;
  return [`### ${code}`, sentence, `\`\`\`diff\n- ${example}\n+ ${mend}\n\`\`\``].join('\n\n');
}
