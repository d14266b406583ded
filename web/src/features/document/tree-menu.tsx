import { t } from "@lingui/core/macro"
import {
  ArrowDown,
  ArrowUp,
  FilePlus2,
  FolderInput,
  FolderOutput,
  FolderPlus,
  MoveRight,
  Pencil,
  Trash2,
} from "lucide-react"
import type { ReactNode } from "react"
import { type Anchor, ContextMenu } from "../../components/context-menu.tsx"
import { Kbd } from "../../components/kbd.tsx"
import { MenuItem, MenuLine } from "../../components/menu.tsx"
import { keyTowards, type Side } from "../../lib/side.ts"
import { type Level, type Row, type Step, stepOf } from "./tree.ts"

type Props = {
  tree: Level
  row: Row
  anchor: Anchor
  onClose: () => void
  onNewDocument: (folderId: string) => void
  onNewFolder: (folderId: string) => void
  onRename: () => void
  onMove: () => void
  onStep: (step: Step) => void
  onDelete: () => void
}

const arrowKeys = (side: Side) => (keyTowards(side) === "ArrowLeft" ? "Alt ←" : "Alt →")

/** Everything that can be done with a document or a folder of the tree. */
export function TreeMenu({ tree, row, anchor, onClose, onStep, ...does }: Props) {
  const { kind, id, name } = row
  const steps: [step: Step, icon: ReactNode, label: string, keys: string][] = [
    ["up", <ArrowUp key="up" />, t`Move up`, "Alt ↑"],
    ["down", <ArrowDown key="down" />, t`Move down`, "Alt ↓"],
    ["out", <FolderOutput key="out" className="rtl:-scale-x-100" />, t`Move out of the folder`, arrowKeys("start")],
    ["in", <FolderInput key="in" className="rtl:-scale-x-100" />, t`Move into the folder above`, arrowKeys("end")],
  ]
  return (
    <ContextMenu anchor={anchor} label={t`Actions for ${{ name }}`} onClose={onClose}>
      {kind === "folder" && (
        <>
          <MenuItem icon={<FilePlus2 />} onSelect={() => does.onNewDocument(id)}>
            {t`New document here`}
          </MenuItem>
          <MenuItem icon={<FolderPlus />} onSelect={() => does.onNewFolder(id)}>
            {t`New folder here`}
          </MenuItem>
          <MenuItem icon={<Pencil />} onSelect={does.onRename}>
            {t`Rename`}
          </MenuItem>
          <MenuLine />
        </>
      )}
      <MenuItem icon={<MoveRight className="rtl:-scale-x-100" />} onSelect={does.onMove}>
        {t`Move to…`}
      </MenuItem>
      {steps.map(([step, icon, label, keys]) => (
        <MenuItem
          key={step}
          icon={icon}
          hint={<Kbd>{keys}</Kbd>}
          disabled={stepOf(tree, row, step) === undefined}
          onSelect={() => onStep(step)}
        >
          {label}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem icon={<Trash2 />} danger onSelect={does.onDelete}>
        {kind === "folder" ? t`Delete the folder` : t`Delete the document`}
      </MenuItem>
    </ContextMenu>
  )
}
