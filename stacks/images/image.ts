import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, dirname, join, posix, relative } from "node:path"
import { fileURLToPath } from "node:url"
import ignore from "@balena/dockerignore"
import * as z from "zod"
import { type Instruction, readDockerfile, type Stage } from "./dockerfile.ts"

const CONTEXT = fileURLToPath(new URL("../..", import.meta.url))
/** Milliseconds for one command of a Dockerfile. */
const COMMAND_LIMIT = 60_000

export type ImageName = "realtime" | "agent"

/**
 * The content of an image, built in a temporary folder as its Dockerfile says, without Docker: the same files of the
 * context, the same commands. What the base image brings is not in it; in its place the Node that runs this stands.
 */
export class Image {
  readonly name: ImageName
  readonly stages: Stage[]
  /** The last stage's root folder. */
  readonly root: string
  readonly #folder: string
  readonly #roots = new Map<string, string>()
  /** Folders that are writable where it runs, as paths in the image. */
  readonly volumes: string[] = []
  user = "root"
  workdir = "/"

  constructor(name: ImageName) {
    this.name = name
    this.#folder = mkdtempSync(join(tmpdir(), `paca-image-${name}-`))
    const file = join(CONTEXT, "stacks/images", `${name}.Dockerfile`)
    this.stages = readDockerfile(file)
    const ignored = ignore().add(readFileSync(`${file}.dockerignore`, "utf8"))
    for (const [at, stage] of this.stages.entries()) {
      const root = join(this.#folder, String(at))
      mkdirSync(root)
      this.#roots.set(stage.name ?? String(at), root)
      Object.assign(this, { user: "root", workdir: "/" })
      this.volumes.length = 0
      for (const instruction of stage.instructions)
        this.#follow(instruction, stage, root, (path) => ignored.ignores(path))
    }
    this.root = join(this.#folder, String(this.stages.length - 1))
    makeReadOnly(this.root)
  }

  get last(): Stage {
    const stage = this.stages.at(-1)
    if (!stage) throw new Error(`${this.name}.Dockerfile has no stage.`)
    return stage
  }

  /** Every file that the image adds to its base, with its size in bytes. */
  files(): Record<string, number> {
    return Object.fromEntries(walk(this.root).map((path) => [`/${path}`, statSync(join(this.root, path)).size]))
  }

  /**
   * Starts what the image runs, or another program, as in a container: it may read the image's files alone and write to
   * its volumes alone (Node's permission model).
   */
  run(env: Record<string, string>, program = this.last.cmd ?? []): ChildProcess {
    return this.#spawn(program, env)
  }

  /** Runs the image's health check in the environment of a container. @returns whether it is healthy */
  healthy(env: Record<string, string>): Promise<boolean> {
    const child = this.#spawn(this.last.healthcheck ?? [], env)
    return new Promise((resolve) => child.once("close", (code) => resolve(code === 0)))
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #spawn([program, ...args]: string[], env: Record<string, string>): ChildProcess {
    if (program !== "node") throw new Error(`${this.name} runs ${program}, which its base image does not have.`)
    const writable = this.volumes.map((volume) => join(this.root, volume))
    const confined = [
      "--permission",
      `--allow-fs-read=${join(this.root, "*")}`,
      ...writable.map((folder) => `--allow-fs-write=${join(folder, "*")}`),
    ]
    return spawn(process.execPath, [...confined, ...args], {
      cwd: join(this.root, this.workdir),
      env: { ...this.last.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    })
  }

  #follow(instruction: Instruction, stage: Stage, root: string, ignores: (path: string) => boolean): void {
    const { keyword, words } = instruction
    switch (keyword) {
      case "WORKDIR":
        this.workdir = posix.resolve(this.workdir, words[0] ?? "/")
        mkdirSync(join(root, this.workdir), { recursive: true })
        return
      case "COPY":
        this.#copy(instruction, root, ignores)
        return
      case "RUN":
        this.#runCommand(instruction.text, root, stage.env)
        return
      case "USER":
        this.user = words[0] ?? "root"
        return
      case "VOLUME":
        this.volumes.push(...words)
        for (const volume of words) mkdirSync(join(root, volume), { recursive: true })
        return
      case "EXPOSE":
        return
      default:
        throw new Error(`${this.name}.Dockerfile: ${keyword} is not understood here.`)
    }
  }

  /** COPY as Docker does it: a folder's content, or files; into a folder when the target ends with a slash or they are many. */
  #copy({ words, flags }: Instruction, root: string, ignores: (path: string) => boolean): void {
    const { from, ...others } = flags
    if (Object.keys(others).length > 0) throw new Error(`COPY --${Object.keys(others)[0]} is not understood here.`)
    const source = from === undefined ? CONTEXT : this.#roots.get(from)
    if (!source) throw new Error(`COPY --from=${from}: there is no such stage.`)
    const sources = words.slice(0, -1)
    const target = words.at(-1) ?? ""
    const folder = target.endsWith("/") || sources.length > 1
    const to = join(root, posix.resolve(this.workdir, target))
    for (const path of sources) {
      const whole = join(source, path)
      if (!existsSync(whole)) throw new Error(`COPY ${path}: there is no such file.`)
      const files = statSync(whole).isDirectory() ? walk(whole) : [""]
      const kept = files.filter((file) => from !== undefined || !ignores(posix.join(path, file)))
      if (kept.length === 0) throw new Error(`COPY ${path}: .dockerignore leaves nothing of it.`)
      for (const file of kept) {
        const place = file === "" ? (folder ? join(to, posix.basename(path)) : to) : join(to, file)
        mkdirSync(dirname(place), { recursive: true })
        cpSync(join(whole, file), place)
      }
    }
  }

  /**
   * Runs a command with the image's paths in place of the machine's. The packages are those of this checkout, which
   * must be what the lock file says; who owns a file is the base image's business.
   */
  #runCommand(command: string, root: string, env: Record<string, string>): void {
    const cwd = join(root, this.workdir)
    if (command.startsWith("npm install ")) {
      requireInstalled(join(cwd, "package-lock.json"))
      symlinkSync(join(CONTEXT, "node_modules"), join(cwd, "node_modules"))
      return
    }
    const tools = join(this.#folder, "tools")
    mkdirSync(tools, { recursive: true })
    writeFileSync(join(tools, "chown"), "#!/bin/sh\n", { mode: 0o755 })
    const PATH = [tools, dirname(process.execPath), process.env.PATH].join(delimiter)
    const here = command.replace(/(?<=[\s=])\/(?=\w)/g, `${root}/`)
    execFileSync("/bin/sh", ["-ec", here], { cwd, env: { ...env, PATH }, timeout: COMMAND_LIMIT, stdio: "pipe" })
  }
}

/** Files below a folder, as relative paths with slashes; links to folders are not followed. */
function walk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort()
}

function makeReadOnly(root: string): void {
  for (const path of walk(root)) chmodSync(join(root, path), 0o444)
}

const Lock = z.object({
  packages: z.record(z.string(), z.looseObject({ version: z.string().optional(), optional: z.boolean().optional() })),
})

/** @throws when this checkout lacks a package that `npm install` would bring, or has another version of it */
function requireInstalled(lockFile: string): void {
  const { packages } = Lock.parse(JSON.parse(readFileSync(lockFile, "utf8")))
  for (const [path, { version, optional }] of Object.entries(packages)) {
    if (path === "" || optional) continue
    const manifest = join(CONTEXT, path, "package.json")
    const installed = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : "missing"
    if (installed !== version)
      throw new Error(`${path} is ${installed}, the lock file says ${version}: run npm install first.`)
  }
}
