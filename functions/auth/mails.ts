import { count } from "../core/access/rate-limit.ts"
import { sha256 } from "../core/access/secret.ts"
import { setting } from "../core/config.ts"
import { textsIn } from "../core/language/texts.ts"
import { sendMail } from "../core/mail/mail.ts"
import { PATIENCE } from "./guard.ts"

/** Mails of one kind to one address in an hour: nobody's mailbox is filled by somebody who knows the address. */
const PER_HOUR = 5

type Recipient = { name: string; email: string; language?: string | null }

/** Sends a mail about an account, or does nothing when its address has had enough of them. The caller is told neither. */
async function send(kind: string, { email }: Recipient, mail: { subject: string; text: string }): Promise<void> {
  const key = `mail:${kind}:${sha256(email.toLowerCase()).slice(0, 32)}`
  const [sent] = await count([{ name: "mail", key, requests: PER_HOUR, seconds: 3_600 }], PATIENCE)
  if (sent && sent.used > PER_HOUR) return
  await sendMail({ to: email, ...mail })
}

const page = (path: string) => `${setting("APP_URL")}${path}`

export function sendResetLink(person: Recipient, url: string): Promise<void> {
  return send("reset", person, textsIn(person.language).resetLink({ name: person.name, url }))
}

export function sendVerificationLink(person: Recipient, token: string): Promise<void> {
  const url = page(`/api/v1/auth/verify-email?token=${token}&callbackURL=${encodeURIComponent("/account")}`)
  return send("verify", person, textsIn(person.language).verificationLink({ name: person.name, url }))
}

/** Who signs up with an address that has an account is told nothing; its owner is told this. */
export function sendAlreadyThere(person: Recipient): Promise<void> {
  const about = { name: person.name, signIn: page("/sign-in"), forgotPassword: page("/forgot-password") }
  return send("taken", person, textsIn(person.language).alreadyThere(about))
}

export function sendPasswordChanged(person: Recipient): Promise<void> {
  const about = { name: person.name, forgotPassword: page("/forgot-password") }
  return send("changed", person, textsIn(person.language).passwordChanged(about))
}
