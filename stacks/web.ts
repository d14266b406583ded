import { router } from "./router.ts"
import { storage } from "./storage.ts"

/** The browser app: rendered by a Lambda, its built files from a bucket behind the router. */
export const web = new sst.aws.TanStackStart("Web", {
  path: "web",
  buildCommand: "cd .. && npm run build:lambda",
  router: { instance: router },
  // The page's policy names where files are sent to.
  environment: { APP_URL: router.url, ...storage },
  transform: {
    server: (args) => {
      // By default the server may invalidate every distribution of the account.
      args.permissions = []
      args.url = { authorization: "iam", cors: false }
    },
  },
})
