/** Whether a set of granted actions (`tasks:write`, `tasks:*`, `*`) covers one. The server decides; this only hides. */
export function may(actions: readonly string[] | undefined, action: string): boolean {
  if (!actions) return false
  const noun = action.split(":")[0] ?? action
  return actions.some((granted) => granted === "*" || granted === action || granted === `${noun}:*`)
}
