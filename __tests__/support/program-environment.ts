/**
 * Variables for a program that a test starts: nothing of this terminal but where programs are.
 *
 * @param home folder for what it keeps for itself and for temporary files.
 */
export function programEnvironment(home: string): Record<string, string | undefined> {
  return {
    PATH: process.env['PATH'],
    HOME: home,
    TMPDIR: home,
    // ts-node would leave compiled code among the temporary files.
    DISABLE_V8_COMPILE_CACHE: '1',
  };
}
