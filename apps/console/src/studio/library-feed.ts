// The draft library of a shop, read whole; its published versions. Not for changing it (save-question.ts, remove-later.tsx).
import { useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { libraryRoutes, type QuestionView, type RouteOutput, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { sameKey, type HeldElsewhere } from './check-phrasings.ts';

type Page = RouteOutput<typeof libraryRoutes.listQuestions>;

const pageSize = 500;
/** More questions than this are not read by themselves; the list says so. */
const mostPages = 12;

const libraryKey = (shopId: ShopId) => ['library', shopId] as const;

/** Every question of the draft. Search, categories, doubles and follow-ups all work on it, so that they answer while one types. */
export function useLibrary(shopId: ShopId) {
  const query = useInfiniteQuery({
    queryKey: libraryKey(shopId), initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => http.call(libraryRoutes.listQuestions, { params: { id: shopId }, query: { limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    getNextPageParam: (last, pages) => (pages.length < mostPages ? last.cursor : null),
  });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => { if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage(); }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  const questions = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { query, questions, total: query.data?.pages[0]?.total ?? 0 };
}

/** Puts one stored question into what was read (or takes it out), without reading everything again. */
export function useLibraryEdit(shopId: ShopId) {
  const queries = useQueryClient();
  const put = useCallback((question: QuestionView): void => {
    queries.setQueryData<InfiniteData<Page>>(libraryKey(shopId), (data) => {
      if (data === undefined) return data;
      const known = data.pages.some((page) => page.items.some((each) => each.id === question.id));
      const pages = data.pages.map((page, number) => ({
        ...page, total: page.total + (known ? 0 : 1),
        // Where reading again would put it: questions come in the order in which they were made.
        items: known ? page.items.map((each) => (each.id === question.id ? question : each)) : number === data.pages.length - 1 ? [...page.items, question] : page.items,
      }));
      return { ...data, pages };
    });
    void queries.invalidateQueries({ queryKey: ['publications', shopId] });
  }, [queries, shopId]);
  const readAgain = useCallback(() => Promise.all([queries.invalidateQueries({ queryKey: libraryKey(shopId) }), queries.invalidateQueries({ queryKey: ['publications', shopId] })]), [queries, shopId]);
  return { put, readAgain };
}

/** Published versions, newest first, and whether the draft differs from the newest. */
export const usePublications = (shopId: ShopId) =>
  useQuery({ queryKey: ['publications', shopId], queryFn: ({ signal }) => http.call(libraryRoutes.listPublications, { params: { id: shopId }, signal }) });

/** Titles and phrasings of all questions but one, by sameKey. */
export function useHeldElsewhere(questions: readonly QuestionView[], except: string | null): HeldElsewhere {
  return useMemo(() => new Map(questions.filter((each) => each.id !== except)
    .flatMap((each) => [each.title, ...each.phrasings].map((text) => [sameKey(text), { text, title: each.title }] as const))), [questions, except]);
}

/** Categories in use, most used first. */
export function useCategories(questions: readonly QuestionView[]): { name: string; count: number }[] {
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const { category } of questions) if (category !== '') counts.set(category, (counts.get(category) ?? 0) + 1);
    return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || a.name.localeCompare(b.name, 'zh'));
  }, [questions]);
}
