import { t } from "@lingui/core/macro"
import type { Editor, Range } from "@tiptap/core"
import type { Mentionable } from "../../lib/mentionable.ts"
import { fuzzyScore } from "../../lib/text.ts"
import { Face } from "../face.tsx"
import type { Choice, Source } from "./suggestions.tsx"

/** People and agents that are offered at most. */
const MEMBERS = 6
/** Tasks that are offered at most. */
const TASKS = 8
/** A pause in typing after which tasks are searched. Milliseconds. */
const PAUSE = 150

/** What is offered of a task. */
export type TaskChoice = { id: string; key: string; title: string }

/** `@`: the members of the project. */
export const memberSource = (members: () => Mentionable[]): Source => ({
  char: "@",
  title: () => t`Members to mention`,
  choices: (query) =>
    ranked(members(), query).map(({ id, name, handle, kind }) => ({
      id,
      label: name,
      hint: `@${handle}`,
      icon: <Face name={name} kind={kind} />,
      insert: (editor, range) => put(editor, range, { type: "mention", attrs: { id: handle, label: handle } }),
    })),
})

/** `#`: the tasks of the project. What stands in the text is the key alone, which every reader of it understands. */
export const taskSource = (find: (query: string) => Promise<TaskChoice[]>): Source => ({
  char: "#",
  title: () => t`Tasks to mention`,
  nothing: () => t`No task has this key or word.`,
  debounce: PAUSE,
  choices: async (query) =>
    (await find(query)).slice(0, TASKS).map(
      ({ id, key, title }): Choice => ({
        id,
        label: title,
        hint: key,
        insert: (editor, range) => put(editor, range, { type: "text", text: key }),
      }),
    ),
})

/** Puts something in the place of what was typed, and one space after it. */
function put(editor: Editor, { from, to }: Range, content: { type: string; text?: string; attrs?: object }): void {
  const followed = editor.state.doc.resolve(to).nodeAfter?.text?.startsWith(" ")
  const range = { from, to: followed ? to + 1 : to }
  editor
    .chain()
    .focus()
    .insertContentAt(range, [content, { type: "text", text: " " }])
    .run()
}

function ranked(members: Mentionable[], query: string): Mentionable[] {
  return members
    .map((member) => ({ member, score: query ? fuzzyScore(`${member.handle} ${member.name}`, query) : 1 }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score || a.member.name.localeCompare(b.member.name))
    .slice(0, MEMBERS)
    .map((each) => each.member)
}
