import { t } from "@lingui/core/macro"
import { useNavigate } from "@tanstack/react-router"
import { Plus, Settings } from "lucide-react"
import type { ReactElement } from "react"
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from "../../components/menu.tsx"
import type { Session } from "../../lib/api.gen.ts"

type Props = {
  session: Session
  current: string | undefined
  onWorkspace: (id: string) => void
  trigger: ReactElement<Record<string, unknown>>
}

/** Changes the workspace, or makes one. */
export default function WorkspaceMenu({ session, current, onWorkspace, trigger }: Props) {
  const navigate = useNavigate()
  return (
    <Menu align="start" trigger={trigger} defaultOpen>
      <MenuLabel>{t`Workspaces`}</MenuLabel>
      <MenuChoice
        label={t`Workspaces`}
        value={current ?? ""}
        onChange={onWorkspace}
        choices={session.workspaces.map((each) => ({ value: each.id, label: each.name }))}
      />
      <MenuLine />
      {current && (
        <MenuItem
          icon={<Settings />}
          onSelect={() => navigate({ to: "/w/$workspaceId/settings", params: { workspaceId: current } })}
        >
          {t`Workspace settings`}
        </MenuItem>
      )}
      <MenuItem icon={<Plus />} onSelect={() => navigate({ to: "/new-workspace" })}>
        {t`New workspace`}
      </MenuItem>
    </Menu>
  )
}
