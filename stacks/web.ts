import { router } from "./router.ts"

/** The browser app: rendered by a Lambda, its built files from a bucket behind the router. */
export const web = new sst.aws.TanStackStart("Web", {
  path: "web",
  buildCommand: "cd .. && npm run build:lambda",
  router: { instance: router },
  environment: { APP_URL: router.url },
  transform: {
    server: (args) => {
      // By default the server may invalidate every distribution of the account.
      args.permissions = []
      args.url = { authorization: "iam", cors: false }
    },
  },
})
