import { t } from "@lingui/core/macro"
import { Command as Cmdk } from "cmdk"
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from "react"
import { Dialog } from "../../components/dialog.tsx"
import { fuzzyScore } from "../../lib/text.ts"

export type Command = {
  id: string
  group: string
  label: string
  hint?: string
  icon: ReactNode
  /** A second line, such as the passage that holds what was typed. */
  detail?: ReactNode
  /** `found` was found elsewhere and is shown as it came; `recent` is shown only before anything is typed. */
  when?: "found" | "recent"
  run: () => void
}

/** Most results of one group: a project may hold thousands of tasks. */
const mostOfGroup = 12

/** The best commands for a query, by group, groups in the order they first appear. */
export function findCommands(commands: Command[], query: string): { group: string; commands: Command[] }[] {
  const groups = new Map<string, { command: Command; score: number }[]>()
  const typed = query.trim()
  for (const command of commands) {
    const score = scoreOf(command, typed)
    if (score === 0) continue
    const list = groups.get(command.group) ?? []
    list.push({ command, score })
    groups.set(command.group, list)
  }
  return [...groups].map(([group, list]) => ({
    group,
    commands: list
      .toSorted((a, b) => b.score - a.score)
      .slice(0, mostOfGroup)
      .map((each) => each.command),
  }))
}

function scoreOf({ when, hint, label }: Command, typed: string): number {
  if (when === "found") return typed ? 1 : 0
  if (when === "recent") return typed ? 0 : 1
  return typed ? fuzzyScore(`${hint ?? ""} ${label}`, typed) : 1
}

type Props = {
  /** Something is being looked for: what is shown is not all yet. */
  busy: boolean
  commands: Command[]
  /** Hears what is typed, to find tasks elsewhere. */
  onQuery: (query: string) => void
  onClose: () => void
}

/** Pages, projects, tasks and actions by a few letters of their names. */
export function CommandPalette({ busy, commands, onQuery, onClose }: Props) {
  const [query, setQuery] = useState("")
  const deferred = useDeferredValue(query)
  const groups = useMemo(() => findCommands(commands, deferred), [commands, deferred])
  const [chosen, setChosen] = useState("")
  const first = groups[0]?.commands[0]?.id ?? ""
  // Each new list starts at its best match.
  useEffect(() => setChosen(first), [first])
  return (
    <Dialog open onOpenChange={onClose} title={t`Search and commands`} bare wide>
      <Cmdk shouldFilter={false} value={chosen} onValueChange={setChosen} loop label={t`Search and commands`}>
        <Cmdk.Input
          autoFocus
          value={query}
          onValueChange={(typed) => {
            setQuery(typed)
            onQuery(typed)
          }}
          placeholder={t`Search tasks, comments, documents and actions…`}
          className="h-12 w-full border-b bg-transparent px-4 text-md outline-none"
        />
        <Cmdk.List className="thin-scroll max-h-[min(26rem,60dvh)] overflow-y-auto p-1.5">
          <Cmdk.Empty className="px-3 py-6 text-center text-muted">
            {busy ? t`Searching…` : t`Nothing holds “${deferred}”.`}
          </Cmdk.Empty>
          {groups.map(({ group, commands: found }) => (
            <Cmdk.Group
              key={group}
              heading={group}
              className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
            >
              {found.map((command) => (
                <Cmdk.Item
                  key={command.id}
                  value={command.id}
                  onSelect={() => {
                    onClose()
                    command.run()
                  }}
                  className="flex min-h-9 cursor-default items-center gap-2.5 rounded-sm px-2.5 py-1 aria-selected:bg-hover"
                >
                  <span aria-hidden className="grid w-4 place-items-center text-muted">
                    {command.icon}
                  </span>
                  <span className="grid min-w-0 flex-1">
                    <span className="truncate">{command.label}</span>
                    {command.detail && <span className="truncate text-muted text-xs">{command.detail}</span>}
                  </span>
                  {command.hint && <span className="text-muted text-xs tabular-nums">{command.hint}</span>}
                </Cmdk.Item>
              ))}
            </Cmdk.Group>
          ))}
        </Cmdk.List>
      </Cmdk>
    </Dialog>
  )
}
