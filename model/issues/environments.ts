import { type IssueKinds } from './kind';

/** LH5xxx: the company and its environments. */
export const ENVIRONMENT_ISSUES = {
  LH5001: {
    title: 'an environment is not declared',
    why: 'What is synthesized, or placed in an environment, names one that the company declares.',
    example: 'ENVIRONMENT=production npm run synth',
    mend: 'ENVIRONMENT=prod npm run synth',
  },
  LH5002: {
    title: 'a tag is one that Azure refuses',
    why: 'Azure has limits for the names and values of tags, keeps some words for itself, and does not tell case apart in names.',
    example: "settings: { tags: { 'azure-owner': 'data' } }",
    mend: "settings: { tags: { owner: 'data' } }",
  },
  LH5003: {
    title: 'a function that names resources gives no name, or not always the same',
    why: 'What is named otherwise at the next synthesis is destroyed and made anew.',
    example: 'settings: { naming: { resourceName: () => `res-${Date.now()}` } }',
    mend: 'settings: { naming: { resourceName: ({ abbreviation, organisation, environment }) => `${abbreviation}-${organisation}-${environment}` } }',
  },
  LH5004: {
    title: 'an environment decides for a department that there is not',
    why: 'What it decides would come to nothing without a word.',
    example: 'departments: { operation: { settings: { … } } }',
    mend: 'departments: { operations: { settings: { … } } }',
  },
  LH5005: {
    title: 'a department decides what is not its own',
    why: "Hosts of the platform are shared: what one department decides of them would hold for all. A department with hosting: 'dedicated' decides for its own.",
    example: "department('marketing', { settings: { storage: { softDeleteDays: 30 } }, … })",
    mend: "department('marketing', { hosting: 'dedicated', settings: { storage: { softDeleteDays: 30 } }, … })",
  },
} as const satisfies IssueKinds;
