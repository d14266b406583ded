/** The head of a page of this name. */
export const titled = (name: string) => ({ meta: [{ title: `${name} · Paca` }] })
