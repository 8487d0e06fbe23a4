// The library as a file, in and out. Not for the dialog (import-dialog.tsx).
import { libraryRoutes, type RouteOutput, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';

export type LibraryFormat = 'xlsx' | 'csv' | 'jsonl';
export type ImportMode = 'merge' | 'replace';
export type ImportResult = RouteOutput<typeof libraryRoutes.importLibrary>;

/** A big file on a slow line, read row by row at the other end. */
const fileTimeoutMs = 180_000;

/** The format by the file's name; undefined for any other kind. */
export const formatOf = (name: string): LibraryFormat | undefined => (['xlsx', 'csv', 'jsonl'] as const).find((format) => name.toLowerCase().endsWith(`.${format}`));

const pathOf = (route: { path: string }, shopId: ShopId): string => route.path.replace(':id', encodeURIComponent(shopId));

/** Sends the file. A dry run tells what would change and stores nothing. Throws `RefusedError`, with its rows where rows are bad. */
export async function importLibrary(shopId: ShopId, file: Blob, format: LibraryFormat, mode: ImportMode, dryRun: boolean): Promise<ImportResult> {
  const answer = await http.raw('POST', pathOf(libraryRoutes.importLibrary, shopId), { query: { format, mode, dryRun }, body: file, contentType: 'application/octet-stream', timeoutMs: fileTimeoutMs });
  return (await answer.json()) as ImportResult;
}

/** Fetches the draft library and hands it to the browser as a download. Throws `RefusedError`. */
export async function downloadLibrary(shopId: ShopId, format: LibraryFormat, name: string): Promise<void> {
  const answer = await http.raw('GET', pathOf(libraryRoutes.exportLibrary, shopId), { query: { format }, timeoutMs: fileTimeoutMs });
  const url = URL.createObjectURL(await answer.blob());
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
