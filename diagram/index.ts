export { departmentPicture } from './department-picture';
export { diagramFiles } from './diagram-files';
export type { Pictured } from './hosts';
export { mermaidOf } from './mermaid';
export type { Box, BoxKind, Edge, Fact, Host, Lane, Picture } from './picture';
export { platformFacts } from './platform-facts';
export type {
  PicturedAlert,
  PicturedCost,
  PicturedResource,
  PlatformFacts,
  PriceDoubt,
} from './platform-facts';
export { svgOf } from './svg';
export type { EmbeddedSvg } from './svg';
export { tablePicture } from './table-picture';
