import type { LanguageModel } from "ai"
import type { RuntimeConversation } from "../../core/conversation/runtime.ts"
import { demo } from "./demo.ts"
import { openaiCompatible } from "./openai-compatible.ts"

/** The language model an agent is set up with. @throws with a sentence for a person when the settings cannot work */
export function chooseModel(agent: RuntimeConversation["agent"]): Exclude<LanguageModel, string> {
  switch (agent.provider) {
    case "demo":
      return demo()
    case "openai-compatible":
      return openaiCompatible(agent)
  }
}
