let isPrinted = false;

/** Prints the result of a command for programs; mistakes that are reported after it do not become JSON of their own. */
export function printJson(value: unknown, replacer?: (name: string, each: unknown) => unknown): void {
  isPrinted = true;
  console.log(JSON.stringify(value, replacer, 2));
}

/** Whether this process has printed a result for programs. */
export function hasPrintedJson(): boolean {
  return isPrinted;
}
