/** Characters. The upper bound keeps hashing cheap; the lower one is NIST's for passwords (SP 800-63B). */
export const PASSWORD_LENGTH = { min: 8, max: 256 }

/** A part of a name this short turns up in passwords by chance. */
const TELLING_LENGTH = 4

/** Whose password it is to be. */
export type Owner = { email: string; name: string }

/** Why a password is not taken; shown to the person as it is. */
export type Refusal = { code: string; message: string }

let common: Promise<Set<string>> | undefined

/** The passwords that leaks have shown to be most used, as zxcvbn-ts keeps them. Read when first asked for. */
function commonPasswords(): Promise<Set<string>> {
  common ??= import("@zxcvbn-ts/language-common").then(({ dictionary }) => new Set(dictionary["passwords-common"]))
  return common
}

/** `Password2026!` is `password` to whoever guesses. */
const bare = (password: string) => password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "")

function partsOf({ email, name }: Owner): string[] {
  const [local = "", domain = ""] = email.toLowerCase().split("@")
  const words = name.toLowerCase().split(/\s+/)
  return [email.toLowerCase(), local, domain.split(".")[0] ?? "", name.toLowerCase(), ...words].filter(
    (part) => part.length >= TELLING_LENGTH,
  )
}

/**
 * Whether a password may protect an account: long enough, not about its owner, and not among those that leaks have made
 * known. There are no rules about kinds of characters: they make passwords hard to remember, not to guess.
 */
export async function refusalOf(password: string, owner: Owner): Promise<Refusal | undefined> {
  const { min, max } = PASSWORD_LENGTH
  if (password.length < min) {
    return { code: "PASSWORD_TOO_SHORT", message: `This password is too short. Use at least ${min} characters.` }
  }
  if (password.length > max) {
    return { code: "PASSWORD_TOO_LONG", message: `This password is too long. Use at most ${max} characters.` }
  }
  const lower = password.toLowerCase()
  if (partsOf(owner).some((part) => lower.includes(part))) {
    return {
      code: "PASSWORD_ABOUT_YOU",
      message: "This password has your name or address in it, which is what others try first. Choose another one.",
    }
  }
  const known = await commonPasswords()
  if (known.has(lower) || known.has(bare(lower)) || new Set(lower).size < 3) {
    return {
      code: "PASSWORD_BREACHED",
      message: "This password is in lists of leaked passwords, so others will try it. Choose another one.",
    }
  }
  return undefined
}
