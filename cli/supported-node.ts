// Imported before anything else, and itself importing nothing: what follows may not even load on an older Node.js.
const NEEDED = [20, 9] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    `lakehouse: 1 error\n  - LH9203 lakehouse: "node" is ${process.version}; allowed: ${NEEDED.join('.')} or later; ` +
      'install a newer Node.js, or choose it with your version manager: nvm install --lts\n',
  );
  process.exit(3);
}
