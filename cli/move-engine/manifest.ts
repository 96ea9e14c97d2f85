import { ARCHIVED, SUCCESSOR, successorOf, SUCCESSOR_VERSIONS } from '../../packages/engines';

/** A `package.json` as it is read: what is not looked at stays as it is. */
export type ProjectManifest = Readonly<Record<string, unknown>>;

const FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;

/** The packages that a project names, whatever for. */
export function packagesOf(manifest: ProjectManifest): string[] {
  return FIELDS.flatMap((field) => Object.keys(entriesOf(manifest[field])));
}

/**
 * The description of a project on the successor: other packages, in the versions that are tested, and scripts that call its command.
 *
 * @param manifest the description as it is.
 * @param version the version of the library, which both engines have.
 */
export function movedManifest(manifest: ProjectManifest, version: string): ProjectManifest {
  const moved = Object.fromEntries(
    Object.entries(manifest).map(([field, value]) => [field, movedField(field, value, version)]),
  );
  if (!packagesOf(moved).includes(SUCCESSOR.bindings)) return moved;
  // The bindings do not know the newest engine yet.
  const overrides = {
    ...entriesOf(moved['overrides']),
    [SUCCESSOR.bindings]: { [SUCCESSOR.engine]: `$${SUCCESSOR.engine}` },
  };
  return { ...moved, overrides };
}

function movedField(field: string, value: unknown, version: string): unknown {
  if (field === 'scripts')
    return Object.fromEntries(
      Object.entries(entriesOf(value)).map(([name, script]) => [name, movedScript(script)]),
    );
  if (!FIELDS.some((each) => each === field)) return value;
  const entries = Object.entries(entriesOf(value));
  if (!entries.some(([name]) => successorOf(name) !== undefined)) return value;
  return Object.fromEntries(
    entries
      .map(([name, range]) => movedDependency(name, range, version))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function movedDependency(name: string, range: unknown, version: string): [string, unknown] {
  if (name === ARCHIVED.library) return [SUCCESSOR.library, movedLibrary(range, version)];
  const successor = successorOf(name) ?? name;
  return [successor, SUCCESSOR_VERSIONS[successor] ?? range];
}

/** A packed file lies beside the one of the other engine. */
function movedLibrary(range: unknown, version: string): string {
  return typeof range === 'string' && range.startsWith('file:')
    ? range.replaceAll(ARCHIVED.library, SUCCESSOR.library)
    : version;
}

/** A script that calls the engine's command: by npx, or as it is installed. */
function movedScript(script: unknown): unknown {
  if (typeof script !== 'string') return script;
  return script
    .replaceAll(/(?<![\w@./-])cdktf-cli(@[\w.]+)?(?![\w-])/g, (_whole, version?: string) =>
      version === undefined ? SUCCESSOR.program : `${SUCCESSOR.program}@0.24`,
    )
    .replaceAll(
      /(?<![\w@./-])cdktf(?=\s+(?:deploy|destroy|diff|synth|output|get|provider|debug)\b)/g,
      SUCCESSOR.engine,
    );
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
