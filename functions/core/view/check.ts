import { BadRequest } from "../error.ts"
import { conditionsOf, type ViewConfig } from "./config.ts"
import { conditionSql, Impossible } from "./filter.ts"
import { type Directory, groupingOf } from "./grouping.ts"

type Issue = { path: string; message: string }

/** Fields that groups, sorts and sums know by name need no look; others are the project's own. */
const isOwn = (name: string) => /^[0-9a-f-]{36}$/i.test(name)

function ownField(path: string, name: string | null, { fields }: Directory, types?: readonly string[]): Issue[] {
  if (name === null || !isOwn(name)) return []
  const field = fields.find(({ id }) => id === name)
  if (!field) return [{ path, message: "there is no such field in this project" }]
  if (types && !types.includes(field.type)) return [{ path, message: `"${field.name}" is a field of another type` }]
  return []
}

const groupable = ["select", "multi_select", "boolean"]

function filterIssues({ filters }: ViewConfig, directory: Directory): Issue[] {
  return (filters ? conditionsOf(filters) : []).flatMap(({ condition, path }) => {
    try {
      conditionSql(condition, { directory, me: null })
      return []
    } catch (error) {
      if (error instanceof Impossible) return [{ path, message: error.message }]
      throw error
    }
  })
}

/** Whether what was collapsed is a column, where the columns are known. */
function collapsedIssues({ column_by, collapsed_columns }: ViewConfig, directory: Directory): Issue[] {
  const groups = groupingOf(column_by, directory)?.groups
  if (!groups) return []
  return collapsed_columns.flatMap((key, index) =>
    key === "null" || groups.some((group) => group.key === key)
      ? []
      : [{ path: `collapsed_columns.${index}`, message: "there is no such column" }],
  )
}

/** Checks that a configuration names only what the project has. @throws BAD_REQUEST with the path of each that it has not */
export function checkConfig(config: ViewConfig, directory: Directory): void {
  const twice = config.column_by !== null && config.column_by === config.swimlanes
  const issues = [
    ...config.fields.flatMap((name, index) => ownField(`fields.${index}`, name, directory)),
    ...ownField("column_by", config.column_by, directory, groupable),
    ...ownField("swimlanes", config.swimlanes, directory, groupable),
    ...ownField("slice_by", config.slice_by, directory, groupable),
    ...ownField("sort_by", config.sort_by, directory, ["number", "date", "text"]),
    ...ownField("field_sum", config.field_sum, directory, ["number"]),
    ...(twice ? [{ path: "swimlanes", message: "must be another field than the columns'" }] : []),
    ...filterIssues(config, directory),
    ...collapsedIssues(config, directory),
  ].map(({ path, message }) => ({ path: `config.${path}`, message }))
  const [first] = issues
  if (first) throw BadRequest(`${first.path}: ${first.message}.`, { issues })
}
