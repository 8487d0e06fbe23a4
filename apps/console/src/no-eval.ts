// Tells zod not to build its checks with `new Function`: the page's policy forbids it, and the console checks nothing anyway. Runs before the protocol is loaded.
Reflect.set(globalThis, '__zod_globalConfig', { jitless: true });
