import { fileURLToPath } from "node:url"
import type { PluginObj, types } from "@babel/core"
import { getConfig } from "@lingui/conf"
import { compileMessage } from "@lingui/message-utils/compileMessage"
import { generateMessageId } from "@lingui/message-utils/generateMessageId"
import { lingui } from "@lingui/vite-plugin"
import babel from "@rolldown/plugin-babel"
import type { PluginOption } from "vite"

const configPath = fileURLToPath(new URL("lingui.config.ts", import.meta.url))

/**
 * Compiles the English text that stays in the code, so that it needs neither a catalogue nor a parser in the browser:
 * `"{n} of {m}"` becomes `[["n"], " of ", ["m"]]`. Plain text stays as it is.
 */
function precompile({ types: t }: { types: typeof types }): PluginObj {
  const textOf = (object: types.ObjectExpression, name: string) => {
    for (const property of object.properties)
      if (t.isObjectProperty(property) && t.isIdentifier(property.key, { name }) && t.isStringLiteral(property.value))
        return { property, text: property.value.value }
    return undefined
  }
  return {
    name: "paca-precompile-messages",
    visitor: {
      Program: {
        exit: (program) =>
          program.traverse({
            ObjectExpression({ node }) {
              const [id, message, context] = [textOf(node, "id"), textOf(node, "message"), textOf(node, "context")]
              // Nobody but the macro names a text by its hash.
              if (message && id?.text === generateMessageId(message.text, context?.text))
                message.property.value = t.valueToNode(compileMessage(message.text))
            },
          }),
      },
    },
  }
}

/** The text of the app: macros in the code, catalogues as modules. Both builds and the tests use it. */
export function messages(): PluginOption[] {
  const linguiConfig = getConfig({ configPath })
  return [
    {
      name: "paca-messages",
      config: () => ({
        resolve: { alias: { "#i18n": fileURLToPath(new URL("../src/lib/i18n.ts", import.meta.url)) } },
      }),
    },
    babel({
      presets: [
        {
          preset: {
            plugins: [["@lingui/babel-plugin-lingui-macro", { descriptorFields: "message", linguiConfig }], precompile],
          },
          rolldown: { filter: { code: /@lingui\/(core|react)\/macro/ } },
        },
      ],
    }),
    lingui({ configPath, failOnCompileError: true }),
  ]
}
