import { msg } from "@lingui/core/macro"
import {
  BetweenHorizontalEnd,
  BetweenHorizontalStart,
  BetweenVerticalEnd,
  BetweenVerticalStart,
  Columns3,
  PanelTop,
  Rows3,
  Trash2,
} from "lucide-react"
import type { Command } from "./commands.tsx"

/** What can be done to the table one writes in. */
export const tableCommands: Command[] = [
  {
    id: "row-after",
    label: msg`Row below`,
    words: "add row",
    Icon: BetweenHorizontalEnd,
    run: (editor) => editor.commands.addRowAfter(),
  },
  {
    id: "row-before",
    label: msg`Row above`,
    words: "add row",
    Icon: BetweenHorizontalStart,
    run: (editor) => editor.commands.addRowBefore(),
  },
  {
    id: "column-after",
    label: msg`Column after`,
    words: "add column",
    Icon: BetweenVerticalEnd,
    run: (editor) => editor.commands.addColumnAfter(),
  },
  {
    id: "column-before",
    label: msg`Column before`,
    words: "add column",
    Icon: BetweenVerticalStart,
    run: (editor) => editor.commands.addColumnBefore(),
  },
  {
    id: "header",
    label: msg`Header row`,
    words: "toggle header",
    Icon: PanelTop,
    run: (editor) => editor.commands.toggleHeaderRow(),
  },
  {
    id: "row-delete",
    label: msg`Delete the row`,
    words: "remove row",
    Icon: Rows3,
    run: (editor) => editor.commands.deleteRow(),
  },
  {
    id: "column-delete",
    label: msg`Delete the column`,
    words: "remove column",
    Icon: Columns3,
    run: (editor) => editor.commands.deleteColumn(),
  },
  {
    id: "table-delete",
    label: msg`Delete the table`,
    words: "remove table",
    Icon: Trash2,
    run: (editor) => editor.commands.deleteTable(),
  },
]
