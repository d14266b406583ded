import { createContext, useContext } from "react"

/** Where a text stands: what a task's key in it means, and whose tasks it may name. */
export type TextPlace = {
  projectId: string
  /** The projects of the same workspace, by the prefix of their keys in capitals. */
  projects: ReadonlyMap<string, string>
}

/** Given by the pages of a project to every text in them. */
export const TextPlaceContext = createContext<TextPlace | undefined>(undefined)

/** Where this text stands; nothing outside a project. */
export const useTextPlace = (): TextPlace | undefined => useContext(TextPlaceContext)
