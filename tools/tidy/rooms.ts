// The law of the house as a table: the rooms of the server in their order, and what each part of the repository may import. Not for how it is checked.

/** The rooms of apps/server/src, left to right. A room may import what stands left of it, and that only through its index.ts. */
export const rooms = [
  'platform',
  'tenancy', 'identity', 'knowledge', 'commerce', 'conversation', 'routing', 'bot', 'assist', 'quality', 'monitoring', 'insights', 'settlement',
  'demo', 'gateway', 'roles', 'app', 'main',
] as const;

export type Room = (typeof rooms)[number];

/** Rooms that are several files side by side, each a door of its own: one file a role, and the two pages on top. */
export const openRooms: readonly Room[] = ['roles', 'app', 'main'];

/** The room of a file, or null when it stands outside every room. `path` is relative to apps/server/src, with slashes. */
export const roomOf = (path: string): Room | null => {
  const [first = '', second = ''] = path.split('/');
  const name = first === 'modules' ? second : first.replace(/\.ts$/, '');
  return rooms.find((room) => room === name) ?? null;
};

/** Left of `room`, in order. */
export const leftOf = (room: Room): readonly Room[] => rooms.slice(0, rooms.indexOf(room));

/** Rooms that write a table besides its owner. Each entry is a debt or a decision, and says why. */
export const secondWriters: Record<string, readonly Room[]> = {
  // A member comes with an agent's row, in one transaction; identity may not call routing.
  agents: ['identity', 'routing'],
  // The log belongs to platform; the message path writes its facts in the statement that stores the messages.
  events: ['platform', 'conversation'],
};

/** What a part of the repository may import besides itself: the law of packages. Workspaces of ours and packages from npm, by name; undefined: any. */
export const packages: Record<string, { ours: readonly string[]; npm: readonly string[] | undefined }> = {
  'packages/protocol': { ours: [], npm: ['zod'] },
  'packages/matcher': { ours: [], npm: ['opencc-js', 'pinyin-pro'] },
  'packages/client': { ours: ['protocol'], npm: [] },
  'apps/widget': { ours: ['client', 'protocol'], npm: ['preact'] },
  'apps/console': { ours: ['client', 'protocol'], npm: undefined },
  'apps/cli': { ours: ['client', 'protocol'], npm: undefined },
  'apps/server': { ours: ['protocol', 'matcher'], npm: undefined },
};

/** Relative imports that may leave an app or package, and where to. */
export const reachesInto: Record<string, readonly string[]> = {
  // `qindesk migrate` is the server's own migration, started by hand: a second one beside it would drift.
  'apps/cli': ['apps/server/src/platform/db/'],
};

/** Who alone may import a package from npm, inside apps/server/src. */
export const onlyImporter: Record<string, readonly Room[]> = {
  // Only the gateway knows sockets.
  ws: ['gateway'],
  pg: ['platform'],
};

/** Never part of a file's or folder's name: they say nothing about what is inside. */
export const emptyWords = ['util', 'helper', 'manager', 'service', 'common', 'base', 'data', 'misc'];

/** Words of the trade, which platform does not know. `merchant` is missing on purpose: it is the key that every table begins with. */
export const tradeWords = ['conversation', 'consumer', 'shop', 'robot', 'phrasing', 'campaign', 'refund', 'handover', 'supervisor', 'trainer', 'inspector', 'wallboard'];
