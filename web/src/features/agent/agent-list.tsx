import { useQuery } from "@tanstack/react-query"
import { Bot, Pencil, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { Button, IconButton } from "../../components/button.tsx"
import { Confirm } from "../../components/dialog.tsx"
import { Face } from "../../components/face.tsx"
import { EmptyState, ErrorState } from "../../components/page-state.tsx"
import { ModelLabel } from "../../components/pulse.tsx"
import { Skeleton } from "../../components/skeleton.tsx"
import type { Agent } from "../../lib/api.gen.ts"
import { AgentForm } from "./agent-form.tsx"
import { agentsQuery, useDeleteAgent } from "./api.ts"

type Props = { projectId: string; canManage: boolean; creating: boolean; onCreating: (creating: boolean) => void }

/** The agents of a project: who they are, what they think with, and what they were told. */
export function AgentList({ projectId, canManage, creating, onCreating }: Props) {
  const list = useQuery(agentsQuery(projectId))
  const remove = useDeleteAgent(projectId)
  const [editing, setEditing] = useState<Agent>()
  const [removing, setRemoving] = useState<Agent>()
  return (
    <>
      {list.isError && <ErrorState error={list.error} retry={() => list.refetch()} />}
      {list.isPending && (
        <div role="status" aria-label="Loading the agents" className="grid gap-3">
          <Skeleton className="h-20" />
          <Skeleton className="h-20" />
        </div>
      )}
      {list.data?.length === 0 && (
        <EmptyState
          icon={<Bot size={20} className="text-agent" />}
          title="No agent in this team yet"
          action={
            canManage && (
              <Button variant="primary" onClick={() => onCreating(true)}>
                <Plus size={14} aria-hidden /> New agent
              </Button>
            )
          }
        >
          An agent takes tasks, answers comments and reports back on the board. The demo provider needs no key.
        </EmptyState>
      )}
      <ul className="grid gap-3">
        {list.data?.map((agent) => (
          <li key={agent.id} className="grid grid-cols-[24px_1fr_auto] gap-3 rounded-md border bg-panel p-3">
            <Face name={agent.name} kind="agent" size="md" />
            <div className="min-w-0">
              <div className="flex flex-wrap items-center gap-x-2">
                <h2 className="font-medium">{agent.name}</h2>
                <span className="text-muted">@{agent.handle}</span>
                <ModelLabel provider={agent.provider} model={agent.model} />
                {agent.provider !== "demo" && !agent.has_api_key && <span className="text-muted text-xs">no key</span>}
              </div>
              <p className="line-clamp-2 text-muted">{agent.prompt || "No instructions of its own."}</p>
            </div>
            {canManage && (
              <div className="flex gap-0.5">
                <IconButton label={`Edit ${agent.name}`} onClick={() => setEditing(agent)}>
                  <Pencil size={14} />
                </IconButton>
                <IconButton label={`Delete ${agent.name}`} onClick={() => setRemoving(agent)}>
                  <Trash2 size={14} />
                </IconButton>
              </div>
            )}
          </li>
        ))}
      </ul>
      {creating && <AgentForm projectId={projectId} onClose={() => onCreating(false)} />}
      {editing && (
        <AgentForm key={editing.id} projectId={projectId} agent={editing} onClose={() => setEditing(undefined)} />
      )}
      <Confirm
        open={removing !== undefined}
        onOpenChange={(open) => !open && setRemoving(undefined)}
        title={`Delete ${removing?.name ?? ""}?`}
        action="Delete"
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing.id, { onSuccess: () => setRemoving(undefined) })}
      >
        It leaves the team and stops what it is doing. Its comments and conversations stay.
      </Confirm>
    </>
  )
}
