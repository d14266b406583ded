import bash from "highlight.js/lib/languages/bash"
import csharp from "highlight.js/lib/languages/csharp"
import css from "highlight.js/lib/languages/css"
import diff from "highlight.js/lib/languages/diff"
import gherkin from "highlight.js/lib/languages/gherkin"
import go from "highlight.js/lib/languages/go"
import java from "highlight.js/lib/languages/java"
import javascript from "highlight.js/lib/languages/javascript"
import json from "highlight.js/lib/languages/json"
import markdown from "highlight.js/lib/languages/markdown"
import python from "highlight.js/lib/languages/python"
import rust from "highlight.js/lib/languages/rust"
import sql from "highlight.js/lib/languages/sql"
import typescript from "highlight.js/lib/languages/typescript"
import xml from "highlight.js/lib/languages/xml"
import yaml from "highlight.js/lib/languages/yaml"
import { createLowlight } from "lowlight"

const lowlight = createLowlight({
  bash,
  csharp,
  css,
  diff,
  gherkin,
  go,
  html: xml,
  java,
  js: javascript,
  json,
  markdown,
  python,
  rust,
  sql,
  ts: typescript,
  yaml,
})

/** Longer code stays plain, so that no text can hold a browser up. Characters. */
const LIMIT = 50_000

/** Code as a tree (hast) of spans with highlight.js's classes. @param language an id of `languages` */
export function highlight(language: string, code: string) {
  return code.length > LIMIT ? undefined : lowlight.highlight(language, code)
}
