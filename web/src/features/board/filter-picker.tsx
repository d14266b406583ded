import { t } from "@lingui/core/macro"
import { useQuery } from "@tanstack/react-query"
import { type ReactElement, useMemo } from "react"
import { Face } from "../../components/face.tsx"
import { MultiPicker, type Option } from "../../components/picker.tsx"
import { TypeIcon } from "../../components/task-icons.tsx"
import type { Board } from "../../lib/api.gen.ts"
import { unassigned } from "../../lib/board-filter.ts"
import { tagsQuery } from "../../lib/task-queries.ts"

type Props = {
  board: Board
  values: string[]
  onChange: (values: string[]) => void
  trigger: ReactElement<Record<string, unknown>>
}

/** Everything one can filter by, in one list to type into. */
export default function FilterPicker({ board, values, onChange, trigger }: Props) {
  const options = useFilterOptions(board)
  return (
    <MultiPicker
      label={t`Filter by assignee, type or tag`}
      options={options}
      values={values}
      onChange={onChange}
      trigger={trigger}
      defaultOpen
    />
  )
}

function useFilterOptions(board: Board): Option[] {
  const { data: tags = [] } = useQuery(tagsQuery(board.project.id))
  return useMemo(() => {
    return [
      { value: `assignee:${unassigned}`, label: t`Nobody`, group: t`Assignee` },
      ...board.members.map((member) => ({
        value: `assignee:${member.id}`,
        label: member.name,
        keywords: member.handle ?? "",
        icon: <Face name={member.name} kind={member.kind} />,
        group: t`Assignee`,
      })),
      ...board.task_types.map((type) => ({
        value: `type:${type.id}`,
        label: type.name,
        icon: <TypeIcon icon={type.icon} color={type.color} />,
        group: t`Type`,
      })),
      ...tags.map((tag) => ({ value: `tag:${tag}`, label: tag, group: t`Tag` })),
    ]
  }, [board, tags])
}
