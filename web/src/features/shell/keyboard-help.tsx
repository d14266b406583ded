import { Dialog } from "../../components/dialog.tsx"
import { ownPages, projectPages } from "../../lib/pages.ts"
import { setToggle } from "../../lib/toggles.ts"

const groups: { title: string; keys: [string, string][] }[] = [
  {
    title: "Everywhere",
    keys: [
      ["Ctrl K or ⌘ K", "Search tasks, comments, documents and actions"],
      ["?", "Show this sheet"],
      ["Esc", "Close what is open"],
    ],
  },
  {
    title: "Go to, one key after the other",
    keys: [...projectPages, ...ownPages].flatMap(({ key, label }): [string, string][] =>
      key ? [[`G then ${key.toUpperCase()}`, label]] : [],
    ),
  },
  {
    title: "Board and table",
    keys: [
      ["C", "New task"],
      ["/", "Search what is shown"],
      ["← ↑ ↓ → or H K J L", "Go to another task or cell"],
      ["Enter", "Open the task, or change the cell"],
      ["F2", "Change the title in its row"],
      ["Alt with an arrow", "Move the task"],
      ["X", "Select the task"],
      ["Shift with ↑ or ↓", "Select the next one as well"],
      ["Ctrl A or ⌘ A", "Select the whole group"],
      ["Shift F10", "Everything one can do with the task"],
    ],
  },
  {
    title: "Planning",
    keys: [
      ["↑ ↓ or K J", "Go to another task"],
      ["X or Space", "Select the task; Shift with an arrow selects more"],
      ["E", "Estimate the task"],
      ["Alt with → or ←", "Move what is selected into the sprint, or back"],
    ],
  },
  {
    title: "Roadmap",
    keys: [
      ["← →", "Move the task by a day"],
      ["Shift with ← →", "Move its end; with Alt too, its beginning"],
      ["Delete", "Take its dates away"],
      ["Space", "Fold what lies under it"],
      ["+ − or Ctrl with the wheel", "Zoom"],
      ["T", "Go to today"],
    ],
  },
  {
    title: "Calendar",
    keys: [
      ["← ↑ ↓ →", "Go to another day"],
      ["Page Up, Page Down", "Go to another month"],
      ["Enter", "Go into the day; on a task, open it"],
      ["Shift with an arrow", "Move the task to another day"],
      ["N", "New task that is due on the day"],
    ],
  },
  {
    title: "Writing",
    keys: [
      ["@", "Mention a member; an agent starts to work"],
      ["Ctrl Enter or ⌘ Enter", "Save or send"],
    ],
  },
]

/** Every key the app listens to. */
export default function KeyboardHelp() {
  return (
    <Dialog open onOpenChange={(open) => setToggle("help", open)} title="Keyboard">
      <div className="grid gap-4">
        {groups.map((group) => (
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
