import type { Locator } from "@playwright/test"

/** A picture of one pixel. */
export const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
)

type Given = { name: string; type: string; content: Buffer }

/** Pastes or drops files, as a browser tells a page of it. */
export async function giveFiles(target: Locator, how: "paste" | "drop", files: Given[]): Promise<void> {
  const plain = files.map(({ name, type, content }) => ({ name, type, base64: content.toString("base64") }))
  await target.evaluate(
    (element, { how, plain }) => {
      const transfer = new DataTransfer()
      for (const { name, type, base64 } of plain) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        transfer.items.add(new File([bytes], name, { type }))
      }
      const rect = element.getBoundingClientRect()
      const at = { clientX: rect.x + 10, clientY: rect.y + 10, bubbles: true, cancelable: true }
      if (how === "paste") {
        element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }))
      } else {
        for (const type of ["dragenter", "dragover", "drop"])
          element.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, ...at }))
      }
    },
    { how, plain },
  )
}
