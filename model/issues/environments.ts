import { type IssueKinds } from './kind';

/** LH5xxx: the company and its environments. */
export const ENVIRONMENT_ISSUES = {
  LH5001: {
    title: 'an environment is not declared',
    why: 'What is synthesized, or placed in an environment, names one that the company declares.',
    example: 'ENVIRONMENT=production npm run synth',
    mend: 'ENVIRONMENT=prod npm run synth',
  },
} as const satisfies IssueKinds;
