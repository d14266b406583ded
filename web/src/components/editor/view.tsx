import { t } from "@lingui/core/macro"
import type { JSONContent } from "@tiptap/core"
import { Fragment, type ReactNode, useMemo } from "react"
import type { Mentionable } from "../../lib/mentionable.ts"
import { safeHref } from "../../lib/text.ts"
import { Code } from "./code.tsx"
import { parseMarkdown } from "./extensions.ts"

/**
 * Markdown as React elements. The text is parsed into the editor's document model and only what that model knows is
 * rendered: no HTML string ever reaches the page, and links go to safe places only.
 */
export default function View({ text, members }: { text: string; members: Mentionable[] }) {
  const content = useMemo(() => {
    const known = new Map(members.map((member) => [member.handle.toLowerCase(), member]))
    return renderAll(parseMarkdown(text).content, known)
  }, [text, members])
  return <div className="prose">{content}</div>
}

type Known = Map<string, Mentionable>

function renderAll(nodes: JSONContent[] | undefined, known: Known): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: the document is rendered anew as a whole
  return nodes?.map((node, index) => <Fragment key={index}>{render(node, known)}</Fragment>)
}

function render(node: JSONContent, known: Known): ReactNode {
  const children = () => renderAll(node.content, known)
  switch (node.type) {
    case "text":
      return marked(node)
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
      return (
        <li>
          <input
            type="checkbox"
            disabled
            checked={Boolean(node.attrs?.checked)}
            aria-label={node.attrs?.checked ? t`done` : t({ message: "open", context: "state" })}
          />
          <div>{children()}</div>
        </li>
      )
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

function mention(handle: string, known: Known): ReactNode {
  const member = known.get(handle.toLowerCase())
  if (!member) return `@${handle}`
  return (
    <span className="mention" data-kind={member.kind} title={member.name}>
      @{handle}
    </span>
  )
}

function marked(node: JSONContent): ReactNode {
  let inner: ReactNode = node.text
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
