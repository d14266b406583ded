import { and, eq } from "drizzle-orm"
import * as z from "zod"
import type { Database } from "../database.ts"
import { ProjectId, selectMember } from "../member/member.ts"
import { command } from "../operation.ts"
import { lockProject } from "../project/lock.ts"
import { sprintCapacity } from "./capacity.sql.ts"
import { isOver, selectSprint, tell } from "./sprint.ts"

/** How many points a member can take on in a sprint. */
export const Capacity = z.object({ member_id: z.uuid(), points: z.number() }).meta({ id: "Capacity" })
export type Capacity = z.infer<typeof Capacity>

/** The capacities of a project's members, by sprint. */
export async function selectCapacities(tx: Database, projectId: string): Promise<Map<string, Capacity[]>> {
  const rows = await tx
    .select({
      sprint_id: sprintCapacity.sprint_id,
      member_id: sprintCapacity.member_id,
      points: sprintCapacity.points,
    })
    .from(sprintCapacity)
    .where(eq(sprintCapacity.project_id, projectId))
    .orderBy(sprintCapacity.sprint_id, sprintCapacity.member_id)
  const bySprint = Map.groupBy(rows, ({ sprint_id }) => sprint_id)
  return new Map([...bySprint].map(([id, all]) => [id, all.map(({ member_id, points }) => ({ member_id, points }))]))
}

export const setCapacity = command(
  {
    action: "sprints:write",
    summary: "Say how many points a member can take on in a sprint; null is not said",
    input: ProjectId.extend({
      id: z.uuid(),
      member_id: z.uuid(),
      points: z.number().min(0).max(10_000).nullable(),
    }),
    output: z.array(Capacity),
  },
  async (context) => {
    const { tx, input } = context
    const { project_id, id: sprint_id, member_id, points } = input
    await lockProject(tx, project_id)
    const about = await selectSprint(tx, project_id, sprint_id)
    if (about.state === "completed") throw isOver()
    await selectMember(tx, project_id, member_id)
    const before = (await selectCapacities(tx, project_id)).get(sprint_id) ?? []
    if (points === null) {
      await tx
        .delete(sprintCapacity)
        .where(
          and(
            eq(sprintCapacity.project_id, project_id),
            eq(sprintCapacity.sprint_id, sprint_id),
            eq(sprintCapacity.member_id, member_id),
          ),
        )
    } else {
      await tx
        .insert(sprintCapacity)
        .values({ project_id, sprint_id, member_id, points })
        .onConflictDoUpdate({
          target: [sprintCapacity.project_id, sprintCapacity.sprint_id, sprintCapacity.member_id],
          set: { points },
        })
    }
    const after = (await selectCapacities(tx, project_id)).get(sprint_id) ?? []
    const from = before.find((one) => one.member_id === member_id)?.points ?? null
    if (from !== points) {
      const changes = [{ field: "capacity", member_id, from, to: points }]
      tell(context, "sprint.updated", about, { changes })
    }
    return after
  },
)
