import type { PowerBiMode } from '../model';

/**
 * A connection file of Power BI Desktop (`.pbids`): a server, a database and a mode, and nothing that lets anybody in.
 *
 * Source: "Data sources in Power BI Desktop", PBIDS files.
 */
export function powerBiConnection(server: string, database: string, mode: PowerBiMode): string {
  const connection = {
    details: { protocol: 'tds', address: { server, database } },
    options: {},
    mode,
  };
  return `${JSON.stringify({ version: '0.1', connections: [connection] }, undefined, 2)}\n`;
}
