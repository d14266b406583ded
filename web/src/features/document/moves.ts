import { t } from "@lingui/core/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useCallback } from "react"
import { announce } from "../../lib/announce.ts"
import { notifyUndo } from "../../lib/notify.ts"
import { documentsQuery, foldersQuery, useMoveInTree } from "./api.ts"
import { choicesOf, isWithin, type Level, type Place, placeOf, siblingsAt, type Thing, treeOf } from "./tree.ts"

/**
 * Moves things in a project's tree, says where they went, and offers the way back; `tree` is as it is after the last move,
 * drawn or not. Its functions' identity does not change.
 */
export function useTreeMoves(projectId: string) {
  const client = useQueryClient()
  const { mutate } = useMoveInTree(projectId)
  const tree = useCallback((): Level => {
    const folders = client.getQueryData(foldersQuery(projectId).queryKey)
    return treeOf(folders ?? [], client.getQueryData(documentsQuery(projectId).queryKey) ?? [])
  }, [client, projectId])
  const move = useCallback(
    (thing: Thing, place: Place) => {
      const before = tree()
      const from = placeOf(before, thing)
      if (!from || (from.parent === place.parent && from.after === place.after)) return
      if (thing.kind === "folder" && isWithin(before, thing.id, place.parent)) return
      mutate({ thing, place })
      announce(placeWords(before, thing, place))
      const { name } = thing
      notifyUndo("move-in-tree", t`“${{ name }}” is moved`, () => {
        mutate({ thing, place: from })
        announce(t`“${{ name }}” is back where it was`)
      })
    },
    [mutate, tree],
  )
  return { move, tree }
}

/** Where something will lie, as a screen reader says it. */
function placeWords(tree: Level, thing: Thing, { parent, after }: Place): string {
  const siblings = siblingsAt(tree, thing, parent)
  const place = siblings.findIndex((each) => each.id === after) + 2
  const count = siblings.length + 1
  const { name } = thing
  const folder = choicesOf(tree).find((each) => each.id === parent)?.path
  return folder === undefined
    ? t`“${{ name }}” is in no folder, ${{ place }} of ${{ count }}`
    : t`“${{ name }}” is in ${{ folder }}, ${{ place }} of ${{ count }}`
}
