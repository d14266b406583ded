import { Menu as Base } from "@base-ui/react/menu"
import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { SmilePlus } from "lucide-react"
import { IconButton } from "../../components/button.tsx"
import { announce } from "../../lib/announce.ts"
import type { Comment, Member } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { i18n } from "../../lib/i18n.ts"
import { useReact } from "./api.ts"

type Emoji = Comment["reactions"][number]["emoji"]

/** What can be said without a word, with what a screen reader calls it. */
const choices: [emoji: Emoji, name: MessageDescriptor][] = [
  ["👍", msg`Thumbs up`],
  ["👎", msg`Thumbs down`],
  ["❤️", msg`Heart`],
  ["🎉", msg`Hooray`],
  ["😄", msg`Laugh`],
  ["😕", msg`Confused`],
  ["🚀", msg`Rocket`],
  ["👀", msg({ message: "Looking", context: "reaction" })],
]
const nameOf = (emoji: Emoji) => {
  const name = choices.find(([known]) => known === emoji)?.[1]
  return name ? i18n._(name) : emoji
}

type Props = {
  comment: Comment
  projectId: string
  members: Pick<Member, "id" | "name">[]
  /** The member this person is. */
  me: string | undefined
  disabled: boolean
}

/** Reactions to a comment: each with how many gave it, one's own marked, and a way to add one. */
export function Reactions({ comment, projectId, members, me, disabled }: Props) {
  const react = useReact(projectId, comment.task_id)
  const own = ({ member_ids }: Comment["reactions"][number]) => me !== undefined && member_ids.includes(me)
  function toggle(emoji: Emoji) {
    const given = comment.reactions.some((each) => each.emoji === emoji && own(each))
    react.mutate({ id: comment.id, emoji, reacted: !given, me })
    announce(given ? t`${{ name: nameOf(emoji) }} taken back` : t`Reacted with ${{ name: nameOf(emoji) }}`)
  }
  if (disabled && comment.reactions.length === 0) return null
  return (
    <div className="mt-2 flex min-h-7 flex-wrap items-center gap-1">
      {comment.reactions.map((each) => {
        const names = members.filter(({ id }) => each.member_ids.includes(id)).map(({ name }) => name)
        return (
          <button
            key={each.emoji}
            type="button"
            disabled={disabled}
            aria-pressed={own(each)}
            aria-label={`${nameOf(each.emoji)}, ${each.member_ids.length}`}
            title={names.join(", ")}
            onClick={() => toggle(each.emoji)}
            className={cx(
              "inline-flex h-6 items-center gap-1 rounded-full border px-2 text-xs tabular-nums enabled:hover:border-line-strong max-phone:h-8",
              own(each) && "border-accent bg-accent-soft text-accent-text",
            )}
          >
            <span aria-hidden>{each.emoji}</span> {each.member_ids.length}
          </button>
        )
      })}
      {!disabled && (
        <Base.Root orientation="horizontal">
          <Base.Trigger
            render={
              <IconButton label={t`React`} className="size-6 rounded-full max-phone:size-8">
                <SmilePlus size={14} aria-hidden />
              </IconButton>
            }
          />
          <Base.Portal>
            <Base.Positioner align="start" sideOffset={4} className="z-50 outline-none">
              <Base.Popup className="popup flex p-1 outline-none">
                {choices.map(([emoji]) => (
                  <Base.Item
                    key={emoji}
                    aria-label={nameOf(emoji)}
                    title={nameOf(emoji)}
                    onClick={() => toggle(emoji)}
                    className="grid size-8 cursor-default place-items-center rounded-sm text-md outline-none data-highlighted:bg-hover max-phone:size-10"
                  >
                    <span aria-hidden>{emoji}</span>
                  </Base.Item>
                ))}
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </div>
  )
}
