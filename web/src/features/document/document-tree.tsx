import { t } from "@lingui/core/macro"
import { Link } from "@tanstack/react-router"
import { ChevronRight, Ellipsis, FilePlus2, FileText, Folder, FolderPlus, Pencil, Trash2 } from "lucide-react"
import { useState } from "react"
import { IconButton } from "../../components/button.tsx"
import { Confirm, Dialog } from "../../components/dialog.tsx"
import { TextField } from "../../components/field.tsx"
import { FormActions, onSubmit, text } from "../../components/form.tsx"
import { Menu, MenuItem, MenuLine } from "../../components/menu.tsx"
import type { DocFolder } from "../../lib/api.gen.ts"
import { cx } from "../../lib/cx.ts"
import { notify } from "../../lib/notify.ts"
import { remember, useRecalled } from "../../lib/stored.ts"
import { useFolders } from "./api.ts"
import type { Level } from "./tree.ts"

type Props = {
  projectId: string
  tree: Level
  canWrite: boolean
  onNewDocument: (folderId: string | null) => void
}

const row =
  "flex h-8 min-w-0 flex-1 items-center gap-2 rounded-sm px-2 text-start text-muted hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-ink max-phone:h-10"

/** Asks for a folder's name: of a new one, or of one that gets another. */
export type Naming = { parent_id: string | null } | { folder: DocFolder }

/** The folders and documents of a project. Folders open and close, and stay so in this browser. */
export function DocumentTree(props: Props) {
  const { projectId, tree } = props
  const [naming, setNaming] = useState<Naming>()
  const [deleting, setDeleting] = useState<DocFolder>()
  const { remove } = useFolders(projectId)
  return (
    <nav aria-label={t`Documents`}>
      <Branch {...props} level={tree} onName={setNaming} onDelete={setDeleting} />
      {naming && <NameDialog projectId={projectId} naming={naming} onClose={() => setNaming(undefined)} />}
      <Confirm
        open={deleting !== undefined}
        onOpenChange={() => setDeleting(undefined)}
        title={t`Delete the folder “${{ name: deleting?.name ?? "" }}”?`}
        action={t`Delete the folder`}
        busy={remove.isPending}
        onConfirm={() => {
          if (!deleting) return
          remove.mutate(deleting.id, { onSuccess: () => notify(t`The folder is deleted`) })
          setDeleting(undefined)
        }}
      >
        {t`Nothing in it is lost: its documents and folders move up to where it lies.`}
      </Confirm>
    </nav>
  )
}

type BranchProps = Props & { level: Level; onName: (naming: Naming) => void; onDelete: (folder: DocFolder) => void }

function Branch(props: BranchProps) {
  const { projectId, level } = props
  return (
    <ul className="grid grid-cols-1 gap-px">
      {level.folders.map(({ folder, inside }) => (
        <FolderRow key={folder.id} {...props} folder={folder} level={inside} />
      ))}
      {level.documents.map((doc) => (
        <li key={doc.id} className="flex">
          <Link
            to="/p/$projectId/docs/$docId"
            params={{ projectId, docId: doc.id }}
            activeOptions={{ includeSearch: false }}
            className={row}
          >
            <FileText size={14} aria-hidden className="shrink-0" />
            <span className="truncate">{doc.title}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function FolderRow(props: BranchProps & { folder: DocFolder }) {
  const { folder, level, canWrite, onNewDocument, onName, onDelete } = props
  const key = `folder-${folder.id}`
  const open = useRecalled(key) !== "closed"
  const empty = level.folders.length === 0 && level.documents.length === 0
  return (
    <li>
      <div className="group/folder flex items-center">
        <button
          type="button"
          aria-expanded={open}
          className={row}
          onClick={() => remember(key, open ? "closed" : "open")}
        >
          <ChevronRight
            size={13}
            aria-hidden
            className={cx("-me-1 shrink-0 transition-transform duration-100", open ? "rotate-90" : "rtl:-scale-x-100")}
          />
          <Folder size={14} aria-hidden className="shrink-0" />
          <span className="truncate">{folder.name}</span>
        </button>
        {canWrite && (
          <Menu
            trigger={
              <IconButton
                label={t`Folder ${{ name: folder.name }}`}
                className="opacity-0 focus-visible:opacity-100 group-hover/folder:opacity-100 aria-expanded:opacity-100 max-phone:opacity-100"
              >
                <Ellipsis size={15} />
              </IconButton>
            }
          >
            <MenuItem icon={<FilePlus2 />} onSelect={() => onNewDocument(folder.id)}>
              {t`New document here`}
            </MenuItem>
            <MenuItem icon={<FolderPlus />} onSelect={() => onName({ parent_id: folder.id })}>
              {t`New folder here`}
            </MenuItem>
            <MenuItem icon={<Pencil />} onSelect={() => onName({ folder })}>
              {t`Rename`}
            </MenuItem>
            <MenuLine />
            <MenuItem icon={<Trash2 />} danger onSelect={() => onDelete(folder)}>
              {t`Delete the folder`}
            </MenuItem>
          </Menu>
        )}
      </div>
      {open && (
        <div className="ms-3.5 border-s ps-1">
          {empty ? <p className="px-2 py-1 text-faint text-xs">{t`Empty`}</p> : <Branch {...props} />}
        </div>
      )}
    </li>
  )
}

/** Names a folder, or renames it. */
export function NameDialog({ projectId, naming, onClose }: { projectId: string; naming: Naming; onClose: () => void }) {
  const { create, rename } = useFolders(projectId)
  const folder = "folder" in naming ? naming.folder : undefined
  const saving = folder ? rename : create
  return (
    <Dialog open onOpenChange={onClose} title={folder ? t`Rename the folder` : t`New folder`}>
      <form
        className="grid gap-4"
        onSubmit={onSubmit((form) => {
          const name = text(form, "name").trim()
          if (!name) return
          if (folder) rename.mutate({ folderId: folder.id, name }, { onSuccess: onClose })
          else if ("parent_id" in naming) create.mutate({ name, parent_id: naming.parent_id }, { onSuccess: onClose })
        })}
      >
        <TextField label={t`Name`} name="name" defaultValue={folder?.name} maxLength={200} required autoFocus />
        <FormActions
          error={saving.error}
          action={folder ? t`Rename` : t`Create`}
          busy={saving.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}
