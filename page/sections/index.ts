import { type SectionMaker } from '../section';
import { accessSection } from './access';
import { departmentSections } from './departments';
import { executivesSection } from './executives';
import { healthSection } from './health';
import { lineageSection } from './lineage';
import { pictureSection } from './picture';

/** What the page is made of. In the navigation they stand by their group, and in this order. */
export const SECTIONS: readonly SectionMaker[] = [
  executivesSection,
  departmentSections,
  pictureSection,
  lineageSection,
  accessSection,
  healthSection,
];
