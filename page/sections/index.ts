import { type SectionMaker } from '../section';
import { departmentSections } from './departments';
import { executivesSection } from './executives';
import { healthSection } from './health';

/** What the page is made of. In the navigation they stand by their group, and in this order. */
export const SECTIONS: readonly SectionMaker[] = [executivesSection, departmentSections, healthSection];
