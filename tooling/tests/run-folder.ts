/** Folder that the apps of tests are given to write to; none of them does. */
export const APPS = 'apps';

/** Says where temporary files go, to this process and to those that it starts, on any system. */
export function setTemporaryFolder(path: string): void {
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = path;
}
