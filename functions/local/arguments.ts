import { parseArgs } from "node:util"
import { StartError } from "./data-folder.ts"

export const HELP = `Starts Paca on this machine.

  npm start -- [options]

  --port <number>      where the browser finds it (default 3000)
  --data-dir <folder>  where everything is kept (default .paca in the project)
  --watch              for work on Paca itself: code takes effect as soon as it is saved
  --empty              no demo workspace on the first start
  --reset              delete all data of the data folder first
  --help               this text

Servers of your own in place of the built-in ones: DATABASE_URL, VALKEY_URL, S3_ENDPOINT (with S3_BUCKET,
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY). APP_URL when browsers reach Paca under another address.
`

export interface StartOptions {
  port: number
  dataDir: string | undefined
  watch: boolean
  empty: boolean
  reset: boolean
  help: boolean
}

/** Parses the command line. @throws StartError in one plain sentence */
export function parseOptions(args: string[]): StartOptions {
  const { port, "data-dir": dataDir, ...flags } = read(args)
  const number = Number(port)
  if (!/^\d+$/.test(port) || number < 1 || number > 65_535)
    throw new StartError(`--port needs a number from 1 to 65535, not "${port}".`)
  if (dataDir === "") throw new StartError("--data-dir needs a folder.")
  return { port: number, dataDir, ...flags }
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: "string", default: "3000" },
        "data-dir": { type: "string" },
        watch: { type: "boolean", default: false },
        empty: { type: "boolean", default: false },
        reset: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values
  } catch (error) {
    const sentence = error instanceof Error ? error.message.split(/[.\n]/)[0] : String(error)
    throw new StartError(`${sentence}. See npm start -- --help.`)
  }
}
