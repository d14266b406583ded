import { keepPreviousData, type QueryKey, queryOptions } from "@tanstack/react-query"
import type { AdminUser, AdminUserPage, GlobalRole, Paths } from "../../lib/api.gen.ts"
import { api, data, done } from "../../lib/api.ts"
import { keys } from "../../lib/keys.ts"
import { useOptimistic } from "../../lib/optimistic.ts"

const usersKey: QueryKey = ["admin", "users"]
const rolesKey: QueryKey = ["admin", "roles"]

/** Users on one page. */
export const pageSize = 25

/** The installation's users whose name, handle or address holds a text. */
export const usersQuery = (search: string, page: number) =>
  queryOptions({
    queryKey: [...usersKey, search, page],
    queryFn: ({ signal }) =>
      data(
        api.GET("/admin/users", {
          params: { query: { page, page_size: pageSize, ...(search && { search }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

export const globalRolesQuery = queryOptions({
  queryKey: rolesKey,
  queryFn: ({ signal }) => data(api.GET("/admin/roles", { signal })),
  select: ({ items }) => items,
  staleTime: 0,
})

export type NewUser = Paths["/admin/users"]["post"]["requestBody"]["content"]["application/json"]
export type UserChange = Paths["/admin/users/{userId}"]["patch"]["requestBody"]["content"]["application/json"]

export const useCreateUser = () =>
  useOptimistic({
    queryKey: usersKey,
    quiet: true,
    send: (body: NewUser) => data(api.POST("/admin/users", { body })),
  })

export const useUpdateUser = () =>
  useOptimistic<{ id: string } & UserChange, AdminUserPage>({
    queryKey: usersKey,
    // One's own name and rights may have changed with it.
    also: [keys.session],
    quiet: true,
    send: ({ id: userId, ...body }) => data(api.PATCH("/admin/users/{userId}", { params: { path: { userId } }, body })),
  })

export const useGivePassword = () =>
  useOptimistic({
    queryKey: usersKey,
    quiet: true,
    send: ({ id: userId, new_password }: { id: string; new_password: string }) =>
      done(api.PATCH("/admin/users/{userId}/password", { params: { path: { userId } }, body: { new_password } })),
  })

export const useDeleteUser = () =>
  useOptimistic({
    queryKey: usersKey,
    quiet: true,
    send: ({ id: userId }: AdminUser) => done(api.DELETE("/admin/users/{userId}", { params: { path: { userId } } })),
  })

export type NewGlobalRole = Paths["/admin/roles"]["post"]["requestBody"]["content"]["application/json"]
export type InstallationAction = Exclude<NewGlobalRole["actions"][number], "*">

export const useSaveGlobalRole = () =>
  useOptimistic({
    queryKey: rolesKey,
    also: [usersKey, keys.session],
    quiet: true,
    send: ({ id: roleId, ...body }: NewGlobalRole & { id?: string | undefined }) =>
      roleId
        ? data(api.PATCH("/admin/roles/{roleId}", { params: { path: { roleId } }, body }))
        : data(api.POST("/admin/roles", { body })),
  })

export const useDeleteGlobalRole = () =>
  useOptimistic<string, { items: GlobalRole[] }>({
    queryKey: rolesKey,
    also: [usersKey, keys.session],
    send: (roleId) => done(api.DELETE("/admin/roles/{roleId}", { params: { path: { roleId } } })),
    patch: ({ items }, id) => ({ items: items.filter((each) => each.id !== id) }),
  })
