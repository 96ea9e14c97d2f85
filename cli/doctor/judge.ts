import { type Proof } from '../../compilers/internal';
import { type Ran } from './run-program';

/** What a proof showed: that it holds, that it does not, or nothing. */
export interface Verdict {
  /** Whether the proof holds; undefined where that is not known. */
  readonly holds: boolean | undefined;
  /** What was found, or why nothing was. */
  readonly found: string;
  /** What lets it show something. @default nothing can be done about it here */
  readonly remedy?: string;
}

const INSTALL: Readonly<Record<Proof['program'], string>> = {
  az: 'install the Azure CLI, and log in: az login',
  sqlcmd: 'install sqlcmd, the one that is written in Go: https://aka.ms/sqlcmd',
};

/** Why programs of Azure fail, by what they say; the first one that fits. */
const FAILURES: readonly {
  readonly says: RegExp;
  readonly verdict: (proof: Proof) => Verdict;
}[] = [
  {
    says: /az login|AADSTS\d+|No subscription found/i,
    verdict: () => ({ holds: undefined, found: 'nobody is logged in', remedy: 'az login' }),
  },
  {
    // A storage account says AuthorizationFailure where its network is closed, and AuthorizationPermissionMismatch without a role.
    says: /AuthorizationFailure|ForbiddenByFirewall|PublicNetworkAccessDisabled|PublicNetworkAccess|not allowed by|Failed to establish a new connection|Name or service not known|getaddrinfo|no such host|unable to open tcp connection|is not allowed to access the server|timed out|i\/o timeout/i,
    verdict: ({ inside }) => ({
      holds: undefined,
      found: 'cannot be reached from here',
      remedy: inside
        ? 'run it from where the private network is reached'
        : 'run it from where its firewall lets in',
    }),
  },
  {
    says: /AuthorizationFailed|AuthorizationPermissionMismatch|does not have authorization|Forbidden|Insufficient privileges|required permissions|Authorization_RequestDenied|Login failed for user/i,
    verdict: () => ({
      holds: undefined,
      found: 'whoever is logged in may not see it',
      remedy: 'run it as somebody who may read there',
    }),
  },
  {
    says: /NotFound|does not exist|could not be found|Cannot open database/i,
    verdict: () => ({ holds: false, found: 'nothing of that name is there' }),
  },
];

/** What the outcome of a proof's command means. */
export function judge(proof: Proof, ran: Ran): Verdict {
  switch (ran.kind) {
    case 'missing':
      return {
        holds: undefined,
        found: `${proof.program} is not installed`,
        remedy: INSTALL[proof.program],
      };
    case 'timeout':
      return {
        holds: undefined,
        found: `${proof.program} did not answer within ${ran.seconds} s`,
        remedy: proof.inside ? 'run it from where the private network is reached' : 'run it again',
      };
    case 'failed':
      return failure(proof, ran.errors);
    case 'printed':
      return answer(proof, ran.text);
  }
}

function failure(proof: Proof, errors: string): Verdict {
  const known = FAILURES.find(({ says }) => says.test(errors));
  if (known) return known.verdict(proof);
  return { holds: undefined, found: `${proof.program} fails: ${errors.split('\n').at(-1) ?? ''}` };
}

function answer({ program, expected }: Proof, text: string): Verdict {
  // Of null, az prints nothing.
  if (text.trim() === '') return { holds: false, found: 'nothing' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { holds: undefined, found: `${program} printed what is no JSON: ${firstLine(text)}` };
  }
  if ('equals' in expected) return { holds: value === expected.equals, found: JSON.stringify(value) };
  return typeof value === 'number'
    ? { holds: value >= expected.atLeast, found: `${value} of ${expected.atLeast}` }
    : { holds: undefined, found: `${program} printed what is no number: ${firstLine(text)}` };
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 80) ?? '';
}
