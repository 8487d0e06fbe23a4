// The law of the house, checked in under a second: each rule a test whose message says what to do. The tables are in rooms.ts.
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyWords, leftOf, onlyImporter, openRooms, packages, reachesInto, roomOf, rooms, secondWriters, tradeWords, type Room } from './rooms.ts';
import { code, findAll, importsOf, isTest, isThere, packageOf, root, serverCode, sources, withoutComments, withoutStrings, type Source } from './source.ts';

/** Fails with every offence on a line of its own, and what to do about them. */
const hold = (offences: readonly string[], advice: string): void => {
  if (offences.length > 0) expect.fail(`${offences.length} offence${offences.length === 1 ? '' : 's'}:\n  ${offences.slice(0, 40).join('\n  ')}\n→ ${advice}`);
};

const serverSrc = 'apps/server/src/';
const roomOfSource = ({ path }: Source): Room | null => roomOf(path.slice(serverSrc.length));
const bare = (source: Source): Source => ({ path: source.path, text: withoutComments(source.text) });

describe('imports', () => {
  test('every file of the server stands in a room', () => {
    hold(serverCode.filter((source) => roomOfSource(source) === null).map(({ path }) => path),
      `Put the file into one of the rooms: ${rooms.join(', ')}. A new room needs a place in tools/tidy/rooms.ts and a decision in docs/decisions.`);
  });

  test('a room imports only rooms left of it', () => {
    const offences = serverCode.flatMap((source) => importsOf(source).flatMap(({ at, target }) => {
      const from = roomOfSource(source);
      const to = target?.startsWith(serverSrc) ? roomOf(target.slice(serverSrc.length)) : null;
      return from && to && from !== to && !leftOf(from).includes(to) ? [`${at} ${from} imports ${to}`] : [];
    }));
    hold(offences, `Down by call, up by event: the order is ${rooms.join(' < ')}. Publish an event in the left room and react to it in the right one.`);
  });

  test('a room is entered through its index.ts', () => {
    const offences = serverCode.flatMap((source) => importsOf(source).flatMap(({ at, target }) => {
      const from = roomOfSource(source);
      const to = target?.startsWith(serverSrc) ? roomOf(target.slice(serverSrc.length)) : null;
      return from && to && from !== to && !openRooms.includes(to) && posix.basename(target ?? '') !== 'index.ts' ? [`${at} ${target}`] : [];
    }));
    hold(offences, 'Import from the room\'s index.ts; if the name is missing there, ask whether it belongs to what the room offers, and add it.');
  });

  test('no relative import leaves its app or package', () => {
    const homeOf = (path: string): string => path.split('/').slice(0, 2).join('/');
    const offences = code.filter(({ path }) => /^(apps|packages)\//.test(path) && !isTest({ path, text: '' }) && !path.includes('/bin/')).flatMap((source) =>
      importsOf(source).flatMap(({ at, target }) => (target !== null && homeOf(target) !== homeOf(source.path) && !reachesInto[homeOf(source.path)]?.some((place) => target.startsWith(place)) ? [`${at} ${target}`] : [])));
    hold(offences, 'Import another workspace by its name (@qindesk/…), and only those that tools/tidy/rooms.ts allows.');
  });

  for (const [home, { ours, npm }] of Object.entries(packages)) {
    test(`${home} imports ${[...ours, ...(npm ?? ['its dependencies'])].join(', ') || 'nothing'}`, () => {
      const declared = new Set(Object.keys((JSON.parse(readFileSync(`${root}/${home}/package.json`, 'utf8')) as { dependencies?: object }).dependencies ?? {}));
      const offences = code.filter((source) => source.path.startsWith(`${home}/src/`) && !isTest(source)).flatMap((source) => importsOf(source).flatMap(({ at, specifier }) => {
        const name = packageOf(specifier);
        if (name === null) return [];
        const allowed = name.startsWith('@qindesk/') ? ours.includes(name.slice('@qindesk/'.length)) : npm === undefined ? declared.has(name) : npm.includes(name);
        return allowed ? [] : [`${at} ${name}`];
      }));
      hold(offences, `What ${home} may import stands in tools/tidy/rooms.ts, and in its package.json. Do without, or change the law with a decision.`);
    });
  }

  test('matcher does no I/O', () => {
    const offences = code.filter((source) => source.path.startsWith('packages/matcher/src/') && !isTest(source)).flatMap((source) =>
      findAll(bare(source), /from\s*['"]node:[^'"]+['"]|\bprocess\.|\bfetch\(|\bDate\.now\(|\bnew Date\(\)/g).map(({ at, found }) => `${at} ${found[0]}`));
    hold(offences, 'Hand in what it needs as arguments: packages/matcher/src must run anywhere, a browser or a worker thread included.');
  });

  test('only their one room imports ws and pg', () => {
    const offences = serverCode.flatMap((source) => importsOf(source).flatMap(({ at, specifier }) => {
      const name = packageOf(specifier);
      const allowed = name === null ? undefined : onlyImporter[name];
      const room = roomOfSource(source);
      return allowed && room && !allowed.includes(room) ? [`${at} ${room} imports ${specifier}`] : [];
    }));
    hold(offences, 'Only the gateway knows sockets, and only platform/db speaks to the driver: use what they offer.');
  });
});

describe('one place for each', () => {
  test('only platform/config reads the environment', () => {
    const offences = serverCode.filter(({ path }) => path !== `${serverSrc}platform/config.ts` && path !== `${serverSrc}main.ts`)
      .flatMap((source) => findAll(bare(source), /\bprocess\s*\.\s*env\b/g).map(({ at }) => at));
    hold(offences, 'Add the setting to platform/config.ts and take it from ctx.config. (main.ts only hands process.env over.)');
  });

  test('main.ts reads the environment once, to hand it to config', () => {
    const main = serverCode.find(({ path }) => path === `${serverSrc}main.ts`);
    const uses = main ? findAll(bare(main), /\bprocess\s*\.\s*env\b(?!\s*,)/g).map(({ at }) => at) : [];
    hold(uses, 'main.ts passes process.env whole to readConfig and looks at nothing in it.');
  });

  test('only platform/clock reads the time', () => {
    const offences = serverCode.filter(({ path }) => path !== `${serverSrc}platform/clock.ts`)
      .flatMap((source) => findAll(bare(source), /\bDate\.now\b|\bnew Date\(\s*\)|\bTemporal\.Now\b/g).map(({ at, found }) => `${at} ${found[0]}`));
    hold(offences, 'Take ctx.clock.now() or ctx.clock.ms(), so that a test can set the time. (performance.now() measures and does not tell the time.)');
  });

  test('a table is written by one room', () => {
    const tables = new Set(sources.filter(({ path }) => /^apps\/server\/migrations\/.*\.sql$/.test(path)).flatMap(({ text }) => [...text.matchAll(/CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?"?(\w+)"?/gi)].map((found) => found[1] ?? '')));
    const writers = new Map<string, Map<Room, string>>();
    for (const source of serverCode) {
      const room = roomOfSource(source);
      if (room === null) continue;
      for (const { at, found } of findAll(bare(source), /\b(?:INSERT INTO|DELETE FROM|COPY)\s+"?([a-z_]+)"?|\bUPDATE\s+"?([a-z_]+)"?(?:\s+(?:AS\s+)?[a-z_]+)?\s+SET\b/g)) {
        const table = found[1] ?? found[2] ?? '';
        if (!tables.has(table) || secondWriters[table]?.includes(room)) continue;
        const seen = writers.get(table) ?? new Map<Room, string>();
        if (!seen.has(room)) writers.set(table, seen.set(room, at));
      }
    }
    hold([...writers].filter(([, seen]) => seen.size > 1).map(([table, seen]) => `${table}: ${[...seen].map(([room, at]) => `${room} (${at})`).join(', ')}`),
      'One writer per table: call the verb of the room that owns it.');
  });

  test('platform knows no word of the trade', () => {
    const pattern = new RegExp(`\\b\\w*(?:${tradeWords.join('|')})\\w*`, 'gi');
    const offences = serverCode.filter((source) => roomOfSource(source) === 'platform').flatMap((source) => findAll(bare(source), pattern).map(({ at, found }) => `${at} ${found[0]}`));
    hold(offences, `Move it to the room that knows the word, and hand it in as an argument. The words: ${tradeWords.join(', ')} (tools/tidy/rooms.ts).`);
  });
});

describe('files', () => {
  const named = sources.filter(({ path }) => /^(apps|packages|tools|bench|test)\//.test(path) && /\.(ts|tsx|mjs|mts|css|sql)$/.test(path));

  test('names are kebab-case', () => {
    hold(named.filter(({ path }) => !/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/.test(posix.basename(path))).map(({ path }) => path),
      'Lower case with hyphens: verb-noun for what changes state (close-conversation.ts), noun for a thing (conversation.ts).');
  });

  test('no name says nothing', () => {
    const empty = new Set(emptyWords.flatMap((word) => [word, `${word}s`]));
    hold(named.filter(({ path }) => path.replace(/\.[^/]*$/, '').split(/[/-]/).some((word) => empty.has(word))).map(({ path }) => path),
      `Name the file after what it does or holds; never ${emptyWords.join(', ')}.`);
  });

  test('the first line says what the file is for', () => {
    const firstLine = (text: string): string => (text.startsWith('#!') ? text.slice(text.indexOf('\n') + 1) : text).split('\n', 1)[0] ?? '';
    hold(code.filter(({ text }) => !/^\/\/ \S.{10,}/.test(firstLine(text))).map(({ path }) => `${path}:1`),
      'Begin with one // line: what the file is for, and what not.');
  });

  test('no file is longer than 400 lines', () => {
    hold(code.flatMap(({ path, text }) => { const lines = text.split('\n').length - 1; return lines > 400 ? [`${path} has ${lines}`] : []; }),
      'Split it where it does two things. In good code 95 % of the files stay under 250 lines.');
  });

  test('no any', () => {
    hold(code.filter(({ path }) => !path.endsWith('.mjs')).flatMap((source) => findAll({ path: source.path, text: withoutStrings(withoutComments(source.text)) }, /(?:[:<|&,]\s*|\bas\s+|=>\s*)any\b(?!['"`:(\w])|\bany\[\]/g).map(({ at }) => at)),
      'Write the type, or unknown and a check.');
  });

  test('a TODO names its issue, and nothing is marked otherwise', () => {
    const mark = new RegExp(`\\b(?:${['TO', 'DO'].join('')}(?!\\(#\\d+\\):)|${['FIX', 'ME'].join('')}|${['HA', 'CK'].join('')}:)`, 'g');
    hold(code.filter(({ path }) => !path.startsWith('tools/tidy/')).flatMap((source) => findAll(source, mark).map(({ at, found }) => `${at} ${found[0]}`)),
      'Do it now, or open an issue and write its number in brackets, with a colon after it.');
  });

  test('no path of somebody\'s machine and no address of a package registry', () => {
    const pattern = /(?<![\w.])\/(?:home|Users)\/(?!<|\$|\{|you\b|user\b)[A-Za-z][\w-]*\/|(?<![\w.])\/work\/(?:main|shared)|[A-Z]:\\Users\\|\bregistry\.[a-z0-9-]+\.(?:org|com|io|cn|net)|npmmirror\.|\bartifactory\b|\bverdaccio\b|\bjfrog\b/gi;
    hold(sources.filter(({ path }) => !path.startsWith('tools/tidy/')).flatMap((source) => findAll(source, pattern).map(({ at, found }) => `${at} ${found[0]}`)),
      'Write it so that it holds on every machine; packages come by package-lock.json without addresses (.npmrc).');
  });
});

describe('documents', () => {
  const documents = sources.filter(({ path }) => /^[^/]+\.md$/.test(path) || /^docs\/.*\.md$/.test(path));

  test('every path that a document names exists', () => {
    const pattern = /(?<![\w/.@:-])(?:apps|packages|docs|bench|tools|\.ci)\/[\w./@<>{}*…-]*/g;
    const offences = documents.flatMap((document) => findAll(document, pattern).flatMap(({ at, found }) => {
      const whole = found[0].replace(/[.…]+$/, '');
      const cut = whole.search(/[<{*…]/);
      // A pattern such as src/<noun>/<verb>.ts promises only the folder before it.
      const path = cut < 0 ? whole : whole.slice(0, whole.lastIndexOf('/', cut));
      return isThere(path) ? [] : [`${at} ${path}`];
    }));
    hold(offences, 'Correct the path in the document, or make the file.');
  });

  test('every link of a document leads somewhere', () => {
    const offences = documents.flatMap((document) => findAll(document, /\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g).flatMap(({ at, found }) => {
      const target = posix.join(posix.dirname(document.path), decodeURIComponent(found[1] ?? ''));
      return isThere(target) ? [] : [`${at} ${target}`];
    }));
    hold(offences, 'Correct the link, or make the file.');
  });

  test('every npm script that a document names exists', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { scripts: Record<string, string> };
    const offences = documents.flatMap((document) => findAll(document, /\bnpm (?:run (?:-s |--silent )?([a-z][\w:-]*)|(start|test)\b)/g).flatMap(({ at, found }) => {
      const name = found[1] ?? found[2] ?? '';
      return name in scripts ? [] : [`${at} npm run ${name}`];
    }));
    hold(offences, `The scripts of package.json are: ${Object.keys(scripts).join(', ')}.`);
  });

  test('every verb of qindesk that a document names exists', () => {
    const commands = 'apps/cli/src/commands';
    const offences = documents.flatMap((document) => findAll(document, /\bnpx qindesk ([a-z][a-z-]*)(?: ([a-z][a-z-]*(?:\|[a-z-]+)*))?/g).flatMap(({ at, found }) => {
      const [, noun = '', verbs] = found;
      if (isThere(`${commands}/${noun}.ts`)) return [];
      const missing = isThere(`${commands}/${noun}`) ? (verbs?.split('|') ?? []).filter((verb) => !isThere(`${commands}/${noun}/${verb}.ts`)) : [''];
      return missing.map((verb) => `${at} npx qindesk ${noun} ${verb}`.trimEnd());
    }));
    hold(offences, `Correct the document, or write the command: ${commands}/<noun>/<verb>.ts.`);
  });
});

describe('numbered rules', () => {
  const rule = /\[([A-Z]{2}\d+)\]/g;
  const rulesIn = (text: string): string[] => [...text.matchAll(rule)].map((found) => found[1] ?? '');
  const specs = sources.filter(({ path }) => posix.basename(path) === 'SPEC.md');
  // A rule is given at the start of its line; elsewhere in a SPEC it is only mentioned.
  const given = new Map(specs.flatMap((spec) => findAll(spec, /^\s*(?:[-*]\s+|#+\s+)?(?:\*\*)?\[([A-Z]{2}\d+)\]/gm).map(({ at, found }) => [found[1] ?? '', at] as const)));

  test('every cited rule stands in a SPEC.md', () => {
    const offences = code.filter(({ path }) => !path.startsWith('tools/tidy/')).flatMap((source) => findAll(source, rule).flatMap(({ at, found }) => (given.has(found[1] ?? '') ? [] : [`${at} ${found[0]}`])));
    hold(offences, 'Write the rule into the SPEC.md of the room that keeps it (a line that begins with its number), or correct the number.');
  });

  test('every rule is the name of a test', () => {
    const named = new Set(code.filter(isTest).flatMap(({ text }) => [...text.matchAll(/\b(?:test|it|describe)[\w.]*(?:\([^()]*\))?\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g)].flatMap((found) => rulesIn(found[2] ?? ''))));
    hold([...given].filter(([name]) => !named.has(name)).map(([name, at]) => `${at} [${name}]`),
      'Write the test that would fail if the rule were broken, and put the number in its name: test("sending twice … [CM2]", …).');
  });
});
