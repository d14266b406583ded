import { t } from "@lingui/core/macro"
import { Dialog } from "../../components/dialog.tsx"
import { ownPages, projectPages } from "../../lib/pages.ts"
import { setToggle } from "../../lib/toggles.ts"

const groups = (): { title: string; keys: [string, string][] }[] => [
  {
    title: t`Everywhere`,
    keys: [
      [t`Ctrl K or ⌘ K`, t`Search tasks, comments, documents and actions`],
      ["?", t`Show this sheet`],
      ["Esc", t`Close what is open`],
    ],
  },
  {
    title: t`Go to, one key after the other`,
    keys: [...projectPages, ...ownPages].flatMap(({ key, label }): [string, string][] =>
      key ? [[t`G then ${{ key: key.toUpperCase() }}`, label]] : [],
    ),
  },
  {
    title: t`Board and table`,
    keys: [
      ["C", t`New task`],
      ["/", t`Search what is shown`],
      [t`← ↑ ↓ → or H K J L`, t`Go to another task or cell`],
      ["Enter", t`Open the task, or change the cell`],
      ["F2", t`Change the title in its row`],
      [t`Alt with an arrow`, t`Move the task`],
      [t`S, P, A, E, T`, t`Set status, priority, assignees, points (estimate), tags`],
      ["I", t`Assign it to yourself, or take yourself off`],
      ["X", t`Select the task`],
      [t`Shift with ↑ or ↓`, t`Select the next one as well`],
      [t`Ctrl A or ⌘ A`, t`Select the whole group`],
      ["Shift F10", t`Everything one can do with the task`],
    ],
  },
  {
    title: t`Planning`,
    keys: [
      [t`↑ ↓ or K J`, t`Go to another task`],
      [t`X or Space`, t`Select the task; Shift with an arrow selects more`],
      ["E", t`Estimate the task`],
      [t`Alt with → or ←`, t`Move what is selected into the sprint, or back`],
    ],
  },
  {
    title: t`Roadmap`,
    keys: [
      ["← →", t`Move the task by a day`],
      [t`Shift with ← →`, t`Move its end; with Alt too, its beginning`],
      [t({ message: "Delete", context: "key" }), t`Take its dates away`],
      [t({ message: "Space", context: "key" }), t`Fold what lies under it`],
      [t`+ − or Ctrl with the wheel`, t`Zoom`],
      ["T", t`Go to today`],
    ],
  },
  {
    title: t`Calendar`,
    keys: [
      ["← ↑ ↓ →", t`Go to another day`],
      [t`Page Up, Page Down`, t`Go to another month`],
      ["Enter", t`Go into the day; on a task, open it`],
      [t`Shift with an arrow`, t`Move the task to another day`],
      ["N", t`New task that is due on the day`],
    ],
  },
  {
    title: t`Documents`,
    keys: [
      ["← ↑ ↓ →", t`Go through the tree; open and close folders`],
      ["Enter", t`Open the document or the folder`],
      [t`Alt with ↑ or ↓`, t`Move among those beside it`],
      [t`Alt with → or ←`, t`Move into the folder above, or out of the folder`],
      ["Shift F10", t`Everything one can do with it`],
    ],
  },
  {
    title: t`Writing`,
    keys: [
      ["@", t`Mention a member; an agent starts to work`],
      [t`Ctrl Enter or ⌘ Enter`, t`Save or send`],
    ],
  },
]

/** Every key the app listens to. */
export default function KeyboardHelp() {
  return (
    <Dialog open onOpenChange={(open) => setToggle("help", open)} title={t`Keyboard`}>
      <div className="grid gap-4">
        {groups().map((group) => (
          <section key={group.title} className="grid gap-1">
            <h3 className="font-medium text-muted text-xs">{group.title}</h3>
            <dl className="grid grid-cols-[10rem_1fr] gap-x-4 gap-y-1 max-phone:grid-cols-[8rem_1fr]">
              {group.keys.map(([key, what]) => (
                <div key={key} className="contents">
                  <dt className="font-medium">{key}</dt>
                  <dd className="text-muted">{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
