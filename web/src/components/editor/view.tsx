import { t } from "@lingui/core/macro"
import { Link } from "@tanstack/react-router"
import type { JSONContent } from "@tiptap/core"
import { Fragment, type ReactNode, useMemo } from "react"
import type { Mentionable } from "../../lib/mentionable.ts"
import { safeHref } from "../../lib/text.ts"
import { type TextPlace, useTextPlace } from "../../lib/text-place.ts"
import { Code } from "./code.tsx"
import { parseMarkdown } from "./extensions.ts"

export type ViewProps = {
  text: string
  members: Mentionable[]
  /** Ticks the box of this number, or opens it again; nothing for who may not. */
  onTick?: ((index: number, checked: boolean) => void) | undefined
}

/**
 * Markdown as React elements. The text is parsed into the editor's document model and only what that model knows is
 * rendered: no HTML string ever reaches the page, and links go to safe places only.
 */
export default function View({ text, members, onTick }: ViewProps) {
  const place = useTextPlace()
  const content = useMemo(() => {
    const byHandle = new Map(members.map((member) => [member.handle.toLowerCase(), member]))
    return renderAll(parseMarkdown(text).content, { members: byHandle, place, onTick, boxes: 0 })
  }, [text, members, place, onTick])
  return <div className="prose">{content}</div>
}

/** What the words of a text may mean: members by their handle, and where it stands. */
type Known = Pick<ViewProps, "onTick"> & {
  members: Map<string, Mentionable>
  place: TextPlace | undefined
  /** Boxes that were rendered so far: they are counted as they are shown. */
  boxes: number
}

function renderAll(nodes: JSONContent[] | undefined, known: Known): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: the document is rendered anew as a whole
  return nodes?.map((node, index) => <Fragment key={index}>{render(node, known)}</Fragment>)
}

function render(node: JSONContent, known: Known): ReactNode {
  const children = () => renderAll(node.content, known)
  switch (node.type) {
    case "text":
      return marked(node, known)
    case "paragraph":
      return <p>{node.content?.length ? children() : <br />}</p>
    case "heading": {
      const Heading = (["h1", "h2", "h3", "h4"] as const)[Math.min(4, Number(node.attrs?.level ?? 1)) - 1] ?? "h4"
      return <Heading>{children()}</Heading>
    }
    case "bulletList":
      return <ul>{children()}</ul>
    case "orderedList":
      return <ol start={Number(node.attrs?.start ?? 1)}>{children()}</ol>
    case "listItem":
      return <li>{children()}</li>
    case "taskList":
      return <ul data-type="taskList">{children()}</ul>
    case "taskItem":
      return box(node, known)
    case "blockquote":
      return <blockquote>{children()}</blockquote>
    case "codeBlock":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, by keyboard too
        <pre tabIndex={0}>
          <Code
            code={(node.content ?? []).reduce((code, each) => code + (each.text ?? ""), "")}
            fence={node.attrs?.language}
          />
        </pre>
      )
    case "horizontalRule":
      return <hr />
    case "hardBreak":
      return <br />
    case "table":
      return (
        <div className="table">
          <table>
            <tbody>{children()}</tbody>
          </table>
        </div>
      )
    case "tableRow":
      return <tr>{children()}</tr>
    case "tableHeader":
      return <th>{children()}</th>
    case "tableCell":
      return <td>{children()}</td>
    case "image":
      return <img src={safeHref(node.attrs?.src) ?? ""} alt={String(node.attrs?.alt ?? "")} loading="lazy" />
    case "mention":
      return mention(String(node.attrs?.id ?? ""), known)
    default:
      return children()
  }
}

function box(node: JSONContent, known: Known): ReactNode {
  const { onTick } = known
  const index = known.boxes++
  const checked = Boolean(node.attrs?.checked)
  const state = checked ? t`done` : t({ message: "open", context: "state" })
  const [first] = node.content ?? []
  const words = (part: JSONContent): string => part.text ?? (part.content ?? []).map(words).join("")
  const label = first ? words(first).trim() : ""
  return (
    <li>
      <input
        type="checkbox"
        disabled={!onTick}
        checked={checked}
        readOnly={!onTick}
        onChange={(event) => onTick?.(index, event.target.checked)}
        aria-label={onTick && label ? label : state}
      />
      <div>{renderAll(node.content, known)}</div>
    </li>
  )
}

function mention(handle: string, known: Known): ReactNode {
  const member = known.members.get(handle.toLowerCase())
  if (!member) return `@${handle}`
  return (
    <span className="mention" data-kind={member.kind} title={member.name}>
      @{handle}
    </span>
  )
}

/** A key of a task (`PLN-12`), as documents are linked by: not within longer words, numbers or addresses. */
const KEY = /(?<![\w-])([a-z][a-z0-9]*)-(\d{1,9})(?![\w-]|\.\d)/gi

/** Text with a link where it names a task of a project beside. That the task is there is not asked: its page says so. */
function withKeys(text: string, { place }: Known): ReactNode {
  const parts: ReactNode[] = []
  let from = 0
  for (const match of place ? text.matchAll(KEY) : []) {
    const [key, prefix = ""] = match
    const projectId = place?.projects.get(prefix.toUpperCase())
    if (!projectId) continue
    parts.push(
      text.slice(from, match.index),
      <Link key={match.index} to="/p/$projectId/board" params={{ projectId }} search={{ task: key.toUpperCase() }}>
        {key}
      </Link>,
    )
    from = match.index + key.length
  }
  return from === 0 ? text : [...parts, text.slice(from)]
}

function marked(node: JSONContent, known: Known): ReactNode {
  const plain = node.marks?.some(({ type }) => type === "code" || type === "link")
  let inner: ReactNode = plain ? node.text : withKeys(node.text ?? "", known)
  for (const mark of node.marks ?? []) inner = markedBy(mark, inner)
  return inner
}

function markedBy({ type, attrs }: { type: string; attrs?: Record<string, unknown> }, inner: ReactNode): ReactNode {
  if (type === "bold") return <strong>{inner}</strong>
  if (type === "italic") return <em>{inner}</em>
  if (type === "strike") return <s>{inner}</s>
  if (type === "code") return <code>{inner}</code>
  const href = type === "link" ? safeHref(attrs?.href) : undefined
  if (!href) return inner
  const outside = /^https?:/i.test(href)
  return (
    <a href={href} {...(outside ? { target: "_blank", rel: "noreferrer noopener nofollow" } : {})}>
      {inner}
    </a>
  )
}
