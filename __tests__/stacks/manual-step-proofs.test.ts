import type { Proof } from '../../compilers/internal';
import { type ManualStepsDocument, manualStepFiles } from '../../stacks/manual-steps-document';
import { company as reference } from '../../departments';
import { referenceStacks } from '../support/reference-stacks';

const documents = ['dev', 'prod'].map((environment) => {
  const stacks = referenceStacks(environment);
  const files = manualStepFiles(environment, stacks);
  return {
    document: JSON.parse(files[`${environment}.json`]!) as ManualStepsDocument,
    page: files[`${environment}.md`]!,
  };
});
const automatic = documents.flatMap(({ document }) => document.byPipelines ?? []);
const steps = documents.flatMap(({ document }) => document.steps);
const proofs = [...steps, ...automatic].flatMap(({ proof }) => ('none' in proof ? [] : proof));

/** What a command of az, or of SQL, may be to change nothing. */
const READS: Readonly<Record<Proof['program'], RegExp>> = {
  az: /^(?:rest --method get --url \S|(?:[a-z-]+ )+(?:list|show|exists)(?: --|$))/,
  sqlcmd:
    / -Q SET NOCOUNT ON; SELECT (?!.*\b(?:INTO|INSERT|UPDATE|DELETE|MERGE|EXEC|CREATE|ALTER|DROP|GRANT)\b)/,
};

describe('the manual steps of the reference company', () => {
  test('each say how it is seen that they are done, or why nobody can see it', () => {
    const silent = steps.filter(({ proof }) => 'none' in proof && /nobody said/.test(proof.none));
    expect(silent.map(({ title }) => title)).toEqual([]);
    for (const { proof } of steps) if (!('none' in proof)) expect(proof.length).toBeGreaterThan(0);
  });

  test('that something waits for have the commands that do them', () => {
    const without = steps.filter(({ ids, commands }) => ids.length > 0 && commands.length === 0);
    expect(without.map(({ title }) => title)).toEqual([]);
  });

  test('are proved by what reads and changes nothing', () => {
    expect(proofs.length).toBeGreaterThan(50);
    for (const { program, options } of proofs) expect(options.join(' ')).toMatch(READS[program]);
  });

  test('are proved by whole names: no part of one is a token', () => {
    expect(JSON.stringify(proofs)).not.toMatch(/\$\{|TfToken|undefined/);
  });

  test('stay as few as they are', () => {
    expect(documents.map(({ document }) => document.steps.length)).toEqual([28, 39]);
    // Approvals of what leads to the company's own services are given after each deployment.
    expect(automatic.map(({ ids }) => ids)).toEqual([
      // Its endpoint to the server of somebody else has the id.
      [],
      ['supply-chain-prod/factory-to-model-private-endpoints'],
      ['it-security-prod/lake-private-endpoints'],
      ['it-security-prod/private-endpoints'],
      ['it-security-prod/factory-to-model-private-endpoints'],
    ]);
  });

  test('do not name what pipelines do: the page has it apart, with what they run', () => {
    const [{ page: dev }, { page: prod }] = [documents[0]!, documents[1]!];
    expect(dev).not.toContain('## What pipelines do');
    const [byHand, byPipelines] = prod.split('## What pipelines do');
    for (const { title } of automatic) {
      expect(byHand).not.toContain(`## ${title}\n`);
      expect(byPipelines).toContain(`### ${title}, of `);
    }
    expect(byPipelines).toContain(
      'ci/approve.sh adf-mrdn-prod/lake-dfs adf-mrdn-prod/lake-blob adf-mrdn-prod/synapse-serverless\n',
    );
  });

  test('prove approvals by the whole names that the script takes, as many as there are', () => {
    const named = automatic.map(({ proof }) =>
      ('none' in proof ? [] : proof).flatMap(({ options, expected }) => {
        const query = options.join(' ');
        const names = [...query.matchAll(/ends_with\([\w.]+, '\/privateEndpoints\/([^']+)'\)/g)];
        expect(expected).toEqual({ atLeast: names.length });
        return names.map(([, name = '']) => name);
      }),
    );
    const taken = referenceStacks('prod')
      .flatMap(({ manualSteps }) => manualSteps)
      .flatMap(({ byPipeline }) => (byPipeline ? [byPipeline.options] : []));
    expect(taken.length).toBeGreaterThan(3);
    expect(named).toEqual(taken.map((options) => options.map((option) => option.replace('/', '.'))));
    expect(JSON.stringify(documents)).not.toContain('contains(properties.privateEndpoint.id');
  });

  test('keep the id of each source whose database they let in to', () => {
    const [crm, ...others] = steps.filter(({ title }) => /^Access to .*crm-customers/.test(title));
    expect(others).toHaveLength(1);
    expect(crm?.ids).toEqual(
      ['customers', 'contacts', 'preferences', 'interactions', 'feedback'].map(
        (source) => `marketing-dev/access-to-crm-${source}`,
      ),
    );
    expect(crm?.files).toEqual(['dev/marketing-dev-sql-crm-crm.sql']);
    expect(crm?.commands).toEqual([
      'sqlcmd -S sql-crm.database.windows.net -d crm --authentication-method ActiveDirectoryAzCli -b -i marketing-dev-sql-crm-crm.sql',
    ]);
  });

  test('say what is acknowledged', () => {
    const [dev, prod] = documents.map(({ document }) => document);
    expect(dev?.steps.flatMap(({ acknowledged }) => acknowledged)).toEqual([]);
    const ids = prod?.steps.flatMap((step) => step.ids) ?? [];
    expect(prod?.steps.flatMap(({ acknowledged }) => acknowledged)).toEqual(ids);
    expect(prod?.tenantId).toBe(reference.environments[1]?.tenantId);
  });

  test('are the same in the page and in the JSON', () => {
    for (const { document, page } of documents) {
      const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title).slice(2);
      const last = document.byPipelines ? ['What pipelines do'] : [];
      expect(headings).toEqual([...document.steps.map(({ title }) => title), ...last]);
      for (const { commands } of document.steps) for (const line of commands) expect(page).toContain(line);
    }
  });
});

test.each(['dev', 'test', 'prod'])(
  'each step of %s says why neither Terraform nor a pipeline does it',
  (environment) => {
    const steps = referenceStacks(environment)
      .flatMap(({ manualSteps }) => manualSteps)
      .filter(({ byPipeline }) => byPipeline === undefined);
    expect(steps.length).toBeGreaterThan(20);
    expect(
      steps.filter(({ byHand = '' }) => !/^[A-Za-z].{20,}[^.]$/.test(byHand)).map(({ title }) => title),
    ).toEqual([]);
  },
);
