import { type Company, type Environment, environmentsNamed } from '../../model';
import { type Finding } from './finding';
import { output } from './programs';

/** Whether the state of environments can be reached, by who is logged in to the Azure CLI; nothing is changed. */
export async function stateFindings(company: Company, names: string): Promise<Finding[]> {
  return Promise.all(environmentsNamed(company, names).map(stateFinding));
}

async function stateFinding({ name, state }: Environment): Promise<Finding> {
  const check = `state of ${name}`;
  if (state.kind !== 'azurerm')
    return {
      check,
      status: 'note',
      found: `is ${state.kind}`,
      remedy: 'docs/deploying.md, before others deploy it, too',
    };
  const { storageAccountName, containerName } = state;
  const place = `${containerName} of ${storageAccountName}`;
  const query = ['storage', 'blob', 'list', '--num-results', '1', '--auth-mode', 'login', '--output', 'tsv'];
  const options = [...query, '--account-name', storageAccountName, '--container-name', containerName];
  const { error } = await output('az', options);
  return error === undefined
    ? { check, status: 'ok', found: `${place} can be read` }
    : {
        check,
        status: 'mend',
        found: `${place} cannot be read: az ${error}`,
        remedy: 'az login, a way to the account, and the role Storage Blob Data Contributor on the container',
      };
}
