import { createFileRoute, redirect } from "@tanstack/react-router"

export const Route = createFileRoute("/_app/p/$projectId/")({
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/p/$projectId/board", params })
  },
})
