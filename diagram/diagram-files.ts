import { departmentPicture } from './department-picture';
import { type Pictured } from './hosts';
import { mermaidOf } from './mermaid';
import { svgOf } from './svg';
import { tablePicture } from './table-picture';

/**
 * The pictures of an environment: `<environment>.svg` has a department to a lane, `<environment>-tables.svg` every table; and both as Mermaid, `.mmd`.
 *
 * @param pictured the company, the environment, and what a synthesis knows of it.
 */
export function diagramFiles(pictured: Pictured): Record<string, string> {
  const { name } = pictured.environment;
  const [folded, tables] = [departmentPicture(pictured), tablePicture(pictured)];
  return {
    [`${name}.svg`]: svgOf(folded),
    [`${name}.mmd`]: mermaidOf(folded),
    [`${name}-tables.svg`]: svgOf(tables),
    [`${name}-tables.mmd`]: mermaidOf(tables),
  };
}
