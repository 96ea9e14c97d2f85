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
 */
export function acceptNothing(steps: readonly Activity[], sign: string): Activity[] {
  const last = steps.at(-1);
  if (last === undefined) return [];
  const messages = steps.map(({ name }) => `activity('${name}')?.error?.message`);
  const error = `coalesce(${[...messages, "''"].join(', ')})`;
  const judge = ifCondition({
    name: 'AcceptNothing',
    condition: expression(
      `@or(equals(activity('${last.name}')?.Status, 'Succeeded'), contains(${error}, '${sign}'))`,
    ),
    otherwise: [fail({ name: 'FailCopy', message: expression(`@${error}`), errorCode: 'CopyFailed' })],
  });
  // The last is skipped where one before it failed.
  const dependencyConditions = [
    'Succeeded' as const,
    'Failed' as const,
    ...(steps.length > 1 ? ['Skipped' as const] : []),
  ];
  return [...steps, { ...judge, dependsOn: [{ activity: last.name, dependencyConditions }] }];
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
 */
export function expectFiles(copy: Activity, contract: DataContract, delayMinutes: number): Activity[] {
  const { name, delivery } = contract;
  const { minutes } = delivery.every;
  const passed = minutes + delayMinutes + Math.max(minutes, LEAST_FAILING_MINUTES);
  const expected = ifCondition({
    name: 'ExpectFiles',
    condition: expression(
      `@or(greater(coalesce(activity('${copy.name}').output?.filesRead, 0), 0), ` +
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
  return [copy, { ...expected, dependsOn: succeeded([copy.name]) }];
}
