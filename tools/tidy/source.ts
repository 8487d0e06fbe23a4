// The files of the repository as the law reads them: found without git, imports and comments told apart from code. Not for the rules themselves.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** One text file. `path` is relative to the repository, with slashes. */
export interface Source {
  path: string;
  text: string;
}

const skipped = new Set(['node_modules', 'dist', '.git', '.data', 'coverage', 'screenshots', 'test-results']);
/** Lines of .gitignore that name a folder or file plainly. */
const ignoredNames = new Set(readFileSync(join(root, '.gitignore'), 'utf8').split('\n').map((line) => line.trim().replace(/^\/|\/$/g, '')).filter((line) => line !== '' && !/[*?#]/.test(line)));
const binary = /\.(png|jpe?g|gif|webp|ico|woff2?|xlsx|zip|gz|log|map|mp[34])$/i;

const walk = (dir: string): string[] => readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
  if (skipped.has(entry.name) || ignoredNames.has(entry.name)) return [];
  const path = join(dir, entry.name);
  if (entry.isDirectory()) return walk(path);
  return entry.isFile() && !binary.test(entry.name) ? [path] : [];
});

/** Every text file that belongs to the repository. */
export const sources: readonly Source[] = walk(root).map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));

export const isCode = ({ path }: Source): boolean => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts') && !path.endsWith('.d.mts');
export const isTest = ({ path }: Source): boolean => /\.test\.(tsx?|mjs)$/.test(path) || /(^|\/)test\//.test(path);
export const code: readonly Source[] = sources.filter(isCode);
/** Code of the server that runs in production. */
export const serverCode: readonly Source[] = code.filter((source) => source.path.startsWith('apps/server/src/') && !isTest(source));

/** The text with comments replaced by blanks, so that lines keep their numbers. A // inside a string must follow a colon to be taken for one, as in https://. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/(^|[\s;{}(),])\/\/[^\n]*/gm, (_, before: string) => before);

const regexLiteral = /(?<=[=([,:!&|?]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*/g;

/** The text with the insides of one-line strings and regular expressions replaced by blanks. For code without comments. */
export const withoutStrings = (text: string): string =>
  text.replace(regexLiteral, (literal) => ' '.repeat(literal.length)).replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, (string) => `${string[0]}${' '.repeat(string.length - 2)}${string[0]}`);

/** The line number of an offset. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Places of a global pattern, as path:line with what was found. */
export const findAll = ({ path, text }: Source, pattern: RegExp): { at: string; found: RegExpMatchArray }[] =>
  [...text.matchAll(pattern)].map((found) => ({ at: `${path}:${lineAt(text, found.index)}`, found }));

const importPattern = /(?:^|[\n;])\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]\s*\)|(?:^|[\n;])\s*import\s+['"]([^'"]+)['"]/g;

/** What a file imports: specifier, place, and for a relative one the path it leads to. */
export const importsOf = (source: Source): { at: string; specifier: string; target: string | null }[] => {
  const text = withoutComments(source.text);
  return [...text.matchAll(importPattern)].map((found) => {
    const specifier = found[1] ?? found[2] ?? found[3] ?? '';
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(source.path), specifier.replace(/\?.*$/, '')) : null;
    return { at: `${source.path}:${lineAt(text, found.index + found[0].indexOf(specifier))}`, specifier, target };
  });
};

/** Name of the npm package of a bare specifier; null for relative ones and for node's own. */
export const packageOf = (specifier: string): string | null => {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return null;
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
};

/** Whether a path of the repository exists. */
export const isThere = (path: string): boolean => existsSync(join(root, path));
