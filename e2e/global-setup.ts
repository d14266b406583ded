import { deleteDataDir, freePort, newDataDir, startStack } from "./stack.ts"

/** Starts the product once for all tests, as a newcomer would, without demo data. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const dataDir = newDataDir()
  const stack = await startStack({ dataDir, port: await freePort(), arguments: ["--empty"] })
  process.env.PACA_ORIGIN = stack.origin
  return async () => {
    await stack.stop()
    deleteDataDir(dataDir)
  }
}
