import { count } from "../core/access/rate-limit.ts"
import { sha256 } from "../core/access/secret.ts"
import { setting } from "../core/config.ts"
import { sendMail } from "../core/mail/mail.ts"
import { PATIENCE } from "./guard.ts"

/** Mails of one kind to one address in an hour: nobody's mailbox is filled by somebody who knows the address. */
const PER_HOUR = 5

type Recipient = { name: string; email: string }

/** Sends a mail about an account, or does nothing when its address has had enough of them. The caller is told neither. */
async function send(kind: string, { email }: Recipient, subject: string, text: string): Promise<void> {
  const key = `mail:${kind}:${sha256(email.toLowerCase()).slice(0, 32)}`
  const [sent] = await count([{ name: "mail", key, requests: PER_HOUR, seconds: 3_600 }], PATIENCE)
  if (sent && sent.used > PER_HOUR) return
  await sendMail({ to: email, subject, text })
}

export function sendResetLink(person: Recipient, url: string): Promise<void> {
  return send(
    "reset",
    person,
    "Set a new password for Paca",
    `Hello ${person.name},\n\nset a new password here: ${url}\n\nThe link works for one hour. If you did not ask for it, do nothing.`,
  )
}

export function sendVerificationLink(person: Recipient, token: string): Promise<void> {
  const url = `${setting("APP_URL")}/api/v1/auth/verify-email?token=${token}&callbackURL=${encodeURIComponent("/account")}`
  return send(
    "verify",
    person,
    "Is this your address?",
    `Hello ${person.name},\n\nsomebody, most likely you, has made a Paca account with this address. Confirm that it is yours: ${url}\n\nThe link works for one day. If it was not you, do nothing.`,
  )
}

/** Who signs up with an address that has an account is told nothing; its owner is told this. */
export function sendAlreadyThere(person: Recipient): Promise<void> {
  const origin = setting("APP_URL")
  return send(
    "taken",
    person,
    "You have a Paca account already",
    `Hello ${person.name},\n\nsomebody tried to make a Paca account with your address. You have one: sign in at ${origin}/sign-in, or set a new password at ${origin}/forgot-password.\n\nIf it was not you, do nothing: nobody has got into your account.`,
  )
}

export function sendPasswordChanged(person: Recipient): Promise<void> {
  return send(
    "changed",
    person,
    "Your Paca password was changed",
    `Hello ${person.name},\n\nthe password of your Paca account was changed just now. If it was not you, set a new one at once: ${setting("APP_URL")}/forgot-password`,
  )
}
