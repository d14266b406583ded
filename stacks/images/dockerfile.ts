import { readFileSync } from "node:fs"
import { DockerfileParser, type Env, type From, type JSONInstruction } from "dockerfile-ast"

/** One instruction of a stage, with what it says after its keyword: words, or a JSON array's elements. */
export type Instruction = { keyword: string; words: string[]; flags: Record<string, string>; text: string }

export type Stage = {
  /** The base image, with its digest; or the name of an earlier stage. */
  from: string
  name: string | undefined
  instructions: Instruction[]
  env: Record<string, string>
  /** `undefined` when the stage does not say it. */
  cmd: string[] | undefined
  healthcheck: string[] | undefined
}

/** Reads a Dockerfile's stages, in order. Only the exec form of CMD and HEALTHCHECK is understood: ours need no shell. */
export function readDockerfile(file: string): Stage[] {
  const stages: Stage[] = []
  for (const instruction of DockerfileParser.parse(readFileSync(file, "utf8")).getInstructions()) {
    const keyword = instruction.getKeyword()
    if (keyword === "FROM") {
      const from = instruction as From
      const name = from.getBuildStage() ?? undefined
      stages.push({
        from: from.getImage() ?? "",
        name,
        instructions: [],
        env: {},
        cmd: undefined,
        healthcheck: undefined,
      })
      continue
    }
    const stage = stages.at(-1)
    if (!stage) throw new Error(`${file}: ${keyword} stands before FROM.`)
    if (keyword === "ENV")
      for (const property of (instruction as Env).getProperties())
        stage.env[property.getName()] = property.getValue() ?? ""
    else if (keyword === "CMD") stage.cmd = execForm(instruction.getTextContent())
    else if (keyword === "HEALTHCHECK") stage.healthcheck = execForm(instruction.getTextContent())
    else stage.instructions.push(read(instruction as JSONInstruction))
  }
  return stages
}

function read(instruction: JSONInstruction): Instruction {
  const flags = "getFlags" in instruction ? instruction.getFlags() : []
  const said = instruction.getArgumentsContent() ?? ""
  return {
    keyword: instruction.getKeyword(),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ""])),
    words:
      instruction.getKeyword() === "VOLUME" && said.startsWith("[")
        ? JSON.parse(said)
        : instruction.getArguments().map((argument) => argument.getValue()),
    // A line that ends with a backslash goes on.
    text: said.replace(/\\\r?\n\s*/g, " "),
  }
}

function execForm(instruction: string): string[] {
  const [, array] = /\bCMD\s+(\[[\s\S]*\])\s*$/.exec(instruction) ?? []
  if (array === undefined) throw new Error("CMD and HEALTHCHECK must be in exec form: a JSON array.")
  return JSON.parse(array)
}
