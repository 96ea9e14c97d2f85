/** A script that the service would refuse, or whose meaning its documentation leaves open. */
export class DataFlowScriptError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DataFlowScriptError';
  }
}

/** Runs `body` and puts `where` in front of any script error it raises, so that the message names the statement. */
export function within<T>(where: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof DataFlowScriptError) throw new DataFlowScriptError(`${where}: ${error.message}`);
    throw error;
  }
}
