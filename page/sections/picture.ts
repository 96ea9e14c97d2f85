import { departmentPicture, type Picture, svgOf, tablePicture } from '../../diagram';
import { type Company } from '../../model';
import { type PageContext } from '../context';
import { Html, markup } from '../html';
import { type PageSection } from '../section';
import { type PlatformSource, platformSources } from '../synthesis';

const ID = 'picture';
/** Most characters of the pictures of tables; the environments that come after them have the picture of departments alone. */
const MOST_CHARACTERS = 250_000;

interface View {
  readonly id: string;
  readonly title: string;
  readonly picture: Picture;
  readonly svg: Html;
}

interface EnvironmentViews {
  readonly source: PlatformSource;
  readonly views: readonly View[];
}

/** The platform of each environment as a picture, a department to a lane; each department unfolds into its tables. */
export function pictureSection({ company, synthesis }: PageContext): readonly PageSection[] {
  const sources = platformSources(company, synthesis);
  if (sources.length === 0) return [];
  const all: EnvironmentViews[] = [];
  let characters = 0;
  for (const source of sources) {
    const views = viewsOf(company, source, characters < MOST_CHARACTERS);
    characters += views.reduce((sum, { svg }) => sum + svg.toString().length, 0);
    all.push({ source, views });
  }
  const titles = new Map(all.flatMap(({ views }) => views.map(({ id, title }) => [id, title])));
  const body = markup`<p>Choose a box to see what is known of it, and what it is connected to. Wide pictures scroll sideways.</p>
    <p class="choice" hidden>
      <label for="picture-environment">Environment</label>
      <select id="picture-environment" data-environments>
        ${sources.map(({ environment: { name } }) => markup`<option value="${name}">${name}</option>`)}
      </select>
      <label for="picture-view">Show</label>
      <select id="picture-view">
        ${[...titles].map(([id, title]) => markup`<option value="${id}">${title}</option>`)}
      </select>
    </p>
    <div class="picture-facts" id="picture-facts" aria-live="polite" tabindex="-1" hidden></div>
    ${all.map(environmentHtml)}`;
  return [
    {
      id: ID,
      title: 'Picture of the platform',
      group: 'platform',
      body,
      assets: ['choice.css', 'environment.js', 'picture.css', 'picture.js'],
      data: Object.fromEntries(
        all.map(({ source, views }) => [
          source.environment.name,
          Object.fromEntries(views.map(({ id, picture }) => [id, factsOf(picture)])),
        ]),
      ),
    },
  ];
}

function viewsOf(company: Company, { environment, facts }: PlatformSource, withTables: boolean): View[] {
  const pictured = { company, environment, ...(facts && { facts }) };
  const departments = withTables ? company.departments : [];
  const pictures = [
    { id: 'departments', title: 'All departments', picture: departmentPicture(pictured) },
    ...departments.map((department) => ({
      id: department.name,
      title: `Tables of ${department.name}`,
      picture: tablePicture(pictured, department),
    })),
  ];
  return pictures.map((each) => {
    const svg = svgOf(each.picture, { id: `picture-${environment.name}-${each.id}` });
    return { ...each, svg: Html.trusted(svg) };
  });
}

function environmentHtml({ source: { environment, said }, views }: EnvironmentViews): Html {
  const { name } = environment;
  const alone =
    views.length > 1
      ? ''
      : markup` Its tables: <code>lakehouse diagram --environment ${name} --tables --out ${name}.svg</code>.`;
  return markup`<div data-environment="${name}">
      <p>The environment <strong>${name}</strong>. ${said}${alone}</p>
      ${views.map(
        ({ id, title, svg }) =>
          markup`<figure class="picture" data-picture="${id}"><figcaption>${title}</figcaption><div class="picture-scroll" tabindex="0" role="region" aria-label="${title} in ${name}">${svg}</div></figure>`,
      )}
    </div>`;
}

/** What is known of each box, by its id: label and value. */
function factsOf({ boxes }: Picture): Record<string, readonly (readonly [string, string])[]> {
  return Object.fromEntries(
    boxes.map(({ id, title, facts }) => [
      id,
      [['', title] as const, ...facts.map(({ label, value }) => [label, value] as const)],
    ]),
  );
}
