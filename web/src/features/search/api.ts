import { keepPreviousData, queryOptions } from "@tanstack/react-query"
import type { SearchResult } from "../../lib/api.gen.ts"
import { api, data } from "../../lib/api.ts"

export type SearchKind = SearchResult["type"]

/** Fewer letters find everything, which is nothing. */
export const shortestSearch = 2

type Search = { q: string; type?: SearchKind | undefined; page?: number; page_size?: number }

/** What somebody may read and holds the words, best first. What was found before stays until the next is there. */
export const searchQuery = ({ q, type, page = 1, page_size = 20 }: Search) =>
  queryOptions({
    queryKey: ["search", q, type ?? "all", page, page_size],
    queryFn: ({ signal }) =>
      data(api.GET("/search", { params: { query: { q, page, page_size, ...(type && { types: [type] }) } }, signal })),
    enabled: q.length >= shortestSearch,
    placeholderData: keepPreviousData,
    // Nothing live tells what would be found now.
    staleTime: 10_000,
  })
