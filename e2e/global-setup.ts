import { startIdentityProvider } from "../functions/auth/testing/identity-provider.ts"
import { deleteDataDir, freePort, newDataDir, startStack } from "./stack.ts"

/** Starts the product once for all tests, as a newcomer would, without demo data, and a service to sign in through. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const dataDir = newDataDir()
  const port = await freePort()
  const provider = await startIdentityProvider(`http://localhost:${port}/api/v1/auth/callback/test-idp`)
  const { issuer, client } = provider
  const configured = { id: "test-idp", name: "Test IdP", issuer, client_id: client.id, client_secret: client.secret }
  const stack = await startStack({
    dataDir,
    port,
    arguments: ["--empty"],
    environment: { OIDC_PROVIDERS: JSON.stringify([configured]) },
  })
  process.env.PACA_ORIGIN = stack.origin
  return async () => {
    await stack.stop()
    await provider.stop()
    deleteDataDir(dataDir)
  }
}
