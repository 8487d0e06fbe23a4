// Stops with a plain sentence when Node is too old. Imported first, so that nothing newer is met before. Not for npm packages.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Qindesk needs Node 20.19 or newer; this is Node ${process.versions.node}. Install a newer one from https://nodejs.org or with your version manager, then run the same command again.`);
  process.exit(1);
}
