// Tells zod not to build its checks with `new Function`: the page's policy forbids it, and the console checks nothing anyway. Has to be imported before the protocol.
declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

globalThis.__zod_globalConfig = { ...globalThis.__zod_globalConfig, jitless: true };

export {};
