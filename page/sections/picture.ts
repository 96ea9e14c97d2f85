import { departmentPicture, type Picture, svgOf, tablePicture } from '../../diagram';
import { type PageContext } from '../context';
import { Html, markup } from '../html';
import { type PageSection } from '../section';
import { platformSource } from '../synthesis';

const ID = 'picture';

/** The platform as a picture, a department to a lane; each department unfolds into its tables. */
export function pictureSection({ company, synthesis }: PageContext): readonly PageSection[] {
  const source = platformSource(company, synthesis);
  if (source === undefined) return [];
  const { environment, facts, said } = source;
  const pictured = { company, environment, ...(facts && { facts }) };
  const views = [
    { id: 'departments', title: 'All departments', picture: departmentPicture(pictured) },
    ...company.departments.map((department) => ({
      id: department.name,
      title: `Tables of ${department.name}`,
      picture: tablePicture(pictured, department),
    })),
  ];
  const body = markup`<p>${said} Choose a box to see what is known of it, and what it is connected to.</p>
    <p class="picture-choice" hidden>
      <label for="picture-view">Show</label>
      <select id="picture-view">
        ${views.map(({ id, title }) => markup`<option value="${id}">${title}</option>`)}
      </select>
    </p>
    <div class="picture-facts" id="picture-facts" aria-live="polite" tabindex="-1" hidden></div>
    ${views.map(
      ({ id, title, picture }) =>
        markup`<figure class="picture" data-picture="${id}"><figcaption>${title}</figcaption><div class="picture-scroll" tabindex="0" role="region" aria-label="${title}">${Html.trusted(svgOf(picture, { id: `picture-${id}` }))}</div></figure>`,
    )}`;
  return [
    {
      id: ID,
      title: 'Picture of the platform',
      group: 'platform',
      body,
      assets: ['picture.css', 'picture.js'],
      data: Object.fromEntries(views.map(({ id, picture }) => [id, factsOf(picture)])),
    },
  ];
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
