import { columnReaders, type ColumnReader, type ColumnReaders, howText } from '../../lineage';
import { personalColumns } from '../../model';
import { type PageContext } from '../context';
import { type Html, markup } from '../html';
import { type PageSection } from '../section';
import { platformSources } from '../synthesis';

const SEEN: Readonly<Record<string, string>> = {
  value: 'the values',
  pseudonym: 'pseudonyms',
  presence: 'whether there is one',
  aggregate: 'what many rows have in common',
};

/** Who can read what a source knows of persons, or anything that is made of it, in each environment. */
export function accessSection({ company, synthesis }: PageContext): readonly PageSection[] {
  const sources = platformSources(company, synthesis);
  const columns = company.departments.flatMap(({ sources: contracts }) =>
    contracts.flatMap((contract) => personalColumns(contract).map((name) => `${contract.name}.${name}`)),
  );
  if (sources.length === 0 || columns.length === 0) return [];
  const body = markup`<p>
      For each column of a source that is personal or identifies a person: everybody who can read it, or anything that is made of it, by which
      chain of rights; and whose rows it only chooses. No value of anybody is shown here.
    </p>
    <p class="choice" hidden>
      <label for="who-sees-environment">Environment</label>
      <select id="who-sees-environment" data-environments>
        ${sources.map(({ environment: { name } }) => markup`<option value="${name}">${name}</option>`)}
      </select>
    </p>
    ${sources.map(
      ({ environment: { name }, reach, said }) =>
        markup`<div data-environment="${name}">
          <p>The environment <strong>${name}</strong>. ${said}</p>
          ${columns.map((each) => column(columnReaders(company, reach, each)))}
        </div>`,
    )}`;
  return [
    {
      id: 'who-sees',
      title: 'Who sees a person',
      group: 'platform',
      body,
      assets: ['choice.css', 'environment.js', 'access.css'],
    },
  ];
}

function column({ from, readers, decides }: ColumnReaders): Html {
  // Readers are sorted by how much they see: of each only that is named.
  const people = new Map<string, string>();
  for (const { principal, kind, masking } of readers)
    if ((kind === 'group' || kind === 'person') && !people.has(principal))
      people.set(principal, SEEN[masking ?? 'value'] ?? '');
  const [name = ''] = from;
  return markup`<details class="who">
      <summary>${name} <span class="quiet">${readersText(readers)}; ${people.size === 0 ? 'no group of people' : [...people].map(([who, what]) => `${who} (${what})`).join(', ')}</span></summary>
      <div class="who-scroll" tabindex="0" role="region" aria-label="Who sees ${name}">
      <table>
        <thead><tr><th scope="col">who</th><th scope="col">sees</th><th scope="col">where</th><th scope="col">by way of</th></tr></thead>
        <tbody>${rows(readers)}</tbody>
      </table>
      </div>
      ${decides.length > 0 && decidesList(decides)}
    </details>`;
}

/** Tables that do not show it, but whose readers learn of it by which rows are there. */
function decidesList(decides: ColumnReaders['decides']): Html {
  const lines = decides.map(
    ({ department, table, how, principals }) =>
      markup`<li><strong>${department}.${table}</strong>, by ${howText(how)}: read by ${principals.length === 0 ? 'nobody' : principals.join(', ')}</li>`,
  );
  return markup`<p>Not shown, but it decides which rows are there:</p><ul>${lines}</ul>`;
}

function readersText(readers: readonly ColumnReader[]): string {
  const who = new Set(readers.map(({ principal }) => principal)).size;
  return who === 1 ? '1 principal' : `${who} principals`;
}

/** One row for what somebody sees by one way. */
function rows(readers: readonly ColumnReader[]): Html[] {
  const grouped = new Map<string, ColumnReader[]>();
  for (const reader of readers) {
    const key = JSON.stringify([reader.masking, reader.kind, reader.principal, reader.chain]);
    grouped.set(key, [...(grouped.get(key) ?? []), reader]);
  }
  return [...grouped.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const declared = same.every((reader) => reader.declared === true) ? ' (declared, not computed)' : '';
    return [
      markup`<tr>
        <th scope="row">${first.principal} <span class="quiet">${first.kind}</span></th>
        <td data-label="sees">${SEEN[first.masking ?? 'value']}${declared}</td>
        <td data-label="where">${same.map((reader) => markup`<div>${place(reader)}</div>`)}</td>
        <td data-label="by way of">${first.chain.length === 0 ? 'its own right' : first.chain.join(', then ')}</td>
      </tr>`,
    ];
  });
}

function place({ zone, department, columns }: ColumnReader): string {
  const names = [...new Set(columns.map((each) => `${each.dataset}.${each.column}`))];
  return `${zone} of ${department}: ${names.join(', ')}`;
}
