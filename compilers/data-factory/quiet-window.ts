import { type DataContract } from '../../model';
import { type Activity, expression, succeeded } from './activities';
import { fail, ifCondition } from './control-activities';
import { WINDOW_START } from './window';

/**
 * What an error holds when there is nothing at the place that is read: the service's own words, by where it is.
 *
 * Of the lake it is the error code of its interface ("Azure Data Lake Storage Gen2 REST: error codes"), which the copy passes on
 * (`ADLSGen2OperationFailed`, "Troubleshoot the Azure Data Lake Storage connectors"); of HTTP the message of
 * `HttpFileFailedToRead`; of REST that of `RestCallFailedWithClientError` ("Troubleshoot the REST connector").
 */
export const NOTHING_THERE = {
  lake: 'PathNotFound',
  http: '(404)',
  rest: 'status code 404',
} as const;

/**
 * Activities of a window in which there may be nothing: then the window succeeds with nothing.
 *
 * Nothing looks before it reads: Get Metadata, which could, comes back from the provider changed, and would be billed for each
 * window. What fails because there is nothing is told apart from what fails otherwise, which fails the window. An activity behind
 * another that finished decides by its status ("Pipeline failure and error message").
 *
 * @param steps one after the other.
 * @param sign what the error of such a window holds.
 * @param filled what may succeed where the last of the steps failed, if anything may.
 */
export function acceptNothing(steps: readonly Activity[], sign: string, filled?: Activity): Activity[] {
  const last = steps.at(-1);
  if (last === undefined) return [];
  const messageOf = ({ name }: Activity): string => `activity('${name}')?.error?.message`;
  const error = `coalesce(${[...steps.map(messageOf), "''"].join(', ')})`;
  const succeeds = ({ name }: Activity): string => `equals(activity('${name}')?.Status, 'Succeeded')`;
  const brought = filled ? `or(${succeeds(last)}, ${succeeds(filled)})` : succeeds(last);
  const judge = ifCondition({
    name: 'AcceptNothing',
    condition: expression(`@or(${brought}, contains(${error}, '${sign}'))`),
    otherwise: [
      fail({
        name: 'FailCopy',
        // What was tried after a failure says why it is still one.
        message: expression(`@${filled ? `coalesce(${messageOf(filled)}, ${error})` : error}`),
        errorCode: 'CopyFailed',
      }),
    ],
  });
  // The last is skipped where one before it failed.
  const dependencyConditions = [
    'Succeeded' as const,
    'Failed' as const,
    ...(steps.length > 1 || filled ? ['Skipped' as const] : []),
  ];
  const before = filled ?? last;
  return [
    ...steps,
    ...(filled ? [filled] : []),
    { ...judge, dependsOn: [{ activity: before.name, dependencyConditions }] },
  ];
}

/** Least minutes for which a window without its files fails: as long as its tries take, and an alert that tells of them. */
const LEAST_FAILING_MINUTES = 120;

/**
 * A copy of files of which there must be one: a copy that finds none succeeds by itself.
 *
 * A file that comes after its window is taken by a later one. So a window that is run again once the next has ended as well, two hours after its
 * end at least, accepts that it has none: it would fail for ever, and with it all that waits for it. Its first tries failed, and were heard.
 *
 * @param copy brings the window's files.
 * @param contract the source that promises them.
 * @param delayMinutes minutes after a window's end at which its trigger starts it.
 * @param filled what may succeed where the copy failed, if anything may: there are files then.
 */
export function expectFiles(
  copy: Activity,
  contract: DataContract,
  delayMinutes: number,
  filled?: Activity,
): Activity[] {
  const { name, delivery } = contract;
  const { minutes } = delivery.every;
  const passed = minutes + delayMinutes + Math.max(minutes, LEAST_FAILING_MINUTES);
  // A copy that failed may give nothing.
  const output = filled ? '?.output' : '.output';
  const found = `greater(coalesce(activity('${copy.name}')${output}?.filesRead, 0), 0)`;
  const expected = ifCondition({
    name: 'ExpectFiles',
    condition: expression(
      `@or(${filled ? `or(equals(activity('${filled.name}')?.Status, 'Succeeded'), ${found})` : found}, ` +
        `greaterOrEquals(ticks(utcNow()), ticks(addMinutes(pipeline().parameters.${WINDOW_START}, ${passed}))))`,
    ),
    otherwise: [
      fail({
        name: 'FailWithoutFiles',
        message: `no file of ${name} was delivered in this window`,
        errorCode: 'NothingDelivered',
      }),
    ],
  });
  return filled
    ? [copy, filled, { ...expected, dependsOn: unlessFailed(filled) }]
    : [copy, { ...expected, dependsOn: succeeded([copy.name]) }];
}

/** After an activity that runs only where another failed: when it mended that, and when it had nothing to mend. */
function unlessFailed({ name }: Activity): Activity['dependsOn'] {
  return [{ activity: name, dependencyConditions: ['Succeeded', 'Skipped'] }];
}
