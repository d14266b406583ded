import { t } from "@lingui/core/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useRef, useState } from "react"
import type { Document } from "../../lib/api.gen.ts"
import { ApiError } from "../../lib/errors.ts"
import { notifyError } from "../../lib/notify.ts"
import { changeDocument, documentQuery } from "./api.ts"
import { storeDocument } from "./live.ts"

export type Saving = "clean" | "dirty" | "saving" | "saved" | "failed"

/** How long a pause in writing is before it is saved. Milliseconds. */
const IDLE = 1500

/** A text that is being written, and somebody else's that came in between. */
export type Draft = {
  saving: Saving
  /** The document as somebody else changed it meanwhile: nothing is saved until the person decides. */
  theirs: Document | undefined
  /** Counts up whenever the editor must begin anew with `text()`. */
  round: number
  /** Somebody else's change that was taken into the text while it was written. */
  taken: Document | undefined
  /** What the editor shall show instead, with the cursor where it is. A higher count is a newer one. */
  replacement: { text: string; count: number }
  text: () => string
  change: (text: string) => void
  /** Saves now. @returns whether everything is saved */
  save: () => Promise<boolean>
  keepMine: () => Promise<boolean>
  takeTheirs: () => void
  /** Both versions of the passages that both changed, one after the other. */
  takeBoth: () => Promise<boolean>
}

/**
 * Saves a document's text while it is written: after a pause, on leaving, when asked. Each save names the version it
 * started from, so nobody's text is overwritten unseen. A change of others to a text one has not touched is taken, one to
 * other passages is merged, and of one to the same passages the person decides; who has left already keeps both.
 */
export function useDraft(doc: Document): Draft {
  const client = useQueryClient()
  const [saving, setSaving] = useState<Saving>("clean")
  const [theirs, setTheirs] = useState<Document>()
  const [round, setRound] = useState(0)
  const [taken, setTaken] = useState<Document>()
  const [replacement, setReplacement] = useState({ text: "", count: 0 })
  const base = useRef({ version: doc.version, text: doc.content.text })
  const draft = useRef(doc.content.text)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const running = useRef<Promise<boolean>>(undefined)
  const left = useRef(false)
  const undecided = useRef(false)
  undecided.current = theirs !== undefined
  const { project_id, id } = doc

  const begin = useCallback((now: Document) => {
    base.current = { version: now.version, text: now.content.text }
    draft.current = now.content.text
    setTheirs(undefined)
    setSaving("clean")
    setRound((old) => old + 1)
  }, [])

  /** Goes on from somebody else's state with a text that holds it. */
  const goOn = useCallback((now: Document, text: string) => {
    base.current = { version: now.version, text: now.content.text }
    draft.current = text
    setTheirs(undefined)
    setReplacement((old) => ({ text, count: old.count + 1 }))
  }, [])

  const send = useCallback(
    async (version: number): Promise<boolean> => {
      clearTimeout(timer.current)
      const text = draft.current
      if (text === base.current.text && version === base.current.version) return true
      setSaving("saving")
      try {
        const saved = await changeDocument(project_id, id, { content: text }, version)
        base.current = { version: saved.version, text }
        storeDocument(client, saved)
        setSaving(draft.current === text ? "saved" : "dirty")
        return true
      } catch (error) {
        setSaving("failed")
        if (!(error instanceof ApiError) || error.error_code !== "VERSION_CONFLICT") {
          notifyError(error, t`The document could not be saved`)
          return false
        }
        const now = await client.fetchQuery({ ...documentQuery(project_id, id), staleTime: 0 }).catch(() => undefined)
        // Its title or place changed, not the text this began with: nothing is lost by saving again.
        if (now && now.version !== version && now.content.text === base.current.text) return send(now.version)
        const merge = now && (await import("./merge.ts").catch(() => undefined))
        if (!merge) {
          setTheirs(now)
          return false
        }
        // What was written while this was asked for is in the draft by now.
        const merged = merge.mergeTexts(base.current.text, draft.current, now.content.text)
        if (merged.conflict && !left.current) {
          setTheirs(now)
          return false
        }
        goOn(now, merged.text)
        setTaken(now)
        setSaving("saved")
        return send(now.version)
      }
    },
    [client, project_id, id, goOn],
  )

  // One after the other: a second save begins with the version that the first one made.
  const save = useCallback((): Promise<boolean> => {
    const next = (running.current ?? Promise.resolve(true)).then(
      () => (left.current || !undecided.current) && send(base.current.version),
    )
    running.current = next
    return next
  }, [send])

  useEffect(() => {
    if (doc.version <= base.current.version) return
    const same = doc.content.text === base.current.text
    if (same) base.current = { version: doc.version, text: base.current.text }
    else if (draft.current === base.current.text) {
      goOn(doc, doc.content.text)
      setTaken(doc)
      setSaving("clean")
    }
  }, [doc, goOn])

  useEffect(() => {
    left.current = false
    const leave = (event: BeforeUnloadEvent) => {
      if (draft.current !== base.current.text) event.preventDefault()
    }
    window.addEventListener("beforeunload", leave)
    return () => {
      window.removeEventListener("beforeunload", leave)
      clearTimeout(timer.current)
      left.current = true
      // Going elsewhere counts as being done.
      if (draft.current !== base.current.text) save()
    }
  }, [save])

  return {
    saving,
    theirs,
    round,
    taken,
    replacement,
    text: () => draft.current,
    change: (text) => {
      draft.current = text
      setSaving(text === base.current.text ? "clean" : "dirty")
      clearTimeout(timer.current)
      if (text !== base.current.text && !theirs) timer.current = setTimeout(save, IDLE)
    },
    save,
    keepMine: () => {
      const version = theirs?.version ?? base.current.version
      setTheirs(undefined)
      return send(version)
    },
    takeTheirs: () => theirs && begin(theirs),
    takeBoth: async () => {
      if (!theirs) return true
      const { mergeTexts } = await import("./merge.ts")
      goOn(theirs, mergeTexts(base.current.text, draft.current, theirs.content.text).text)
      return send(theirs.version)
    },
  }
}
