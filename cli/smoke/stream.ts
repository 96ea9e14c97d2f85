import { LakehouseError } from '../../model';
import { type RunProgram } from '../doctor/run-program';
import { type SmokeStream } from '../../stacks/smoke-document';

/** Sends a request. */
export type Send = (
  url: string,
  request: { readonly method: string; readonly headers: Record<string, string>; readonly body: string },
) => Promise<{ readonly status: number }>;

/**
 * Sends one marked event to a hub, as whoever is logged in. It has nothing but the mark: it lands, and the contract quarantines it
 * because it has no key, so that neither silver nor anything after it has a row of it.
 *
 * Source: "Send event" of the REST API of Event Hubs.
 *
 * @throws LakehouseError when it did not arrive, with the role or the route that it usually is.
 */
export async function sendMarked(
  { namespace, hub, lake, landing }: SmokeStream,
  mark: string,
  { run, send }: { readonly run: RunProgram; readonly send: Send },
): Promise<string> {
  const token = await tokenFor(run);
  const url = `https://${namespace}/${hub}/messages?timeout=60&api-version=2014-01`;
  let status: number;
  try {
    ({ status } = await send(url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ _smoke: mark }),
    }));
  } catch (error) {
    throw short(
      `${namespace} cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
      'run it from where the namespace is reached, over 443: in a private environment from its network',
    );
  }
  if (status === 401 || status === 403)
    throw short(
      `${hub} refused it with ${status}`,
      'be one of its producers: the role Azure Event Hubs Data Sender on the hub, ten minutes old at least; or let the firewall of the namespace let you in',
    );
  if (status !== 201) throw short(`${hub} answered ${status}`, 'deploy the stack of its department');
  return `${hub} has taken the event ${mark}; it lands in ${landing} of ${lake}, folder ${hub}/, within minutes, and is quarantined with the window`;
}

async function tokenFor(run: RunProgram): Promise<string> {
  const options = ['account', 'get-access-token', '--resource', 'https://eventhubs.azure.net'];
  const ran = await run('az', [...options, '--query', 'accessToken', '--output', 'tsv']);
  if (ran.kind === 'printed' && ran.text.trim() !== '') return ran.text.trim();
  throw new LakehouseError('smoke', [
    {
      code: 'LH9354',
      at: 'smoke',
      prop: 'az',
      got: ran.kind === 'missing' ? 'is not installed' : 'gave no token',
      allowed: 'the Azure CLI, logged in',
      change: 'az login, as somebody who may send',
    },
  ]);
}

function short(got: string, change: string): LakehouseError {
  return new LakehouseError('smoke', [
    { code: 'LH9353', at: 'smoke', prop: 'stream', got, allowed: 'an event that the hub takes', change },
  ]);
}
