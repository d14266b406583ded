import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query"

type Optimistic<Input, Data, Output> = {
  /** Where the data stands that the change shows in. */
  queryKey: QueryKey
  send: (input: Input) => Promise<Output>
  /** The data as it will be. */
  patch?: (data: Data, input: Input) => Data
  /** What else shows it, and is read again. */
  also?: readonly QueryKey[]
  /** A form shows the error itself. */
  quiet?: boolean
}

/** A change that is shown at once, taken back when it is refused, and read again in the end. */
export function useOptimistic<Input, Data, Output = unknown>({
  queryKey,
  send,
  patch,
  also = [],
  quiet,
}: Optimistic<Input, Data, Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: queryKey,
    // One after the other: of two quick moves the second counts, and what one reads in between would show neither.
    scope: { id: JSON.stringify(queryKey) },
    meta: quiet ? { quiet } : {},
    mutationFn: send,
    onMutate: async (input) => {
      if (!patch) return {}
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData<Data>(queryKey)
      if (before !== undefined) client.setQueryData<Data>(queryKey, patch(before, input))
      return { before }
    },
    onError: (_error, _input, kept) => {
      if (kept?.before !== undefined) client.setQueryData(queryKey, kept.before)
    },
    onSettled: () => {
      const last = client.isMutating({ mutationKey: queryKey }) === 1
      return last && Promise.all([queryKey, ...also].map((key) => client.invalidateQueries({ queryKey: key })))
    },
  })
}
