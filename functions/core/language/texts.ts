import type { notificationTypes, Says } from "../notification/notification.sql.ts"
import { type Language, languageOf } from "./language.ts"

type Mail = { subject: string; text: string }

/** What the server itself says to people, in one language. Everything else is said by the app. */
type Texts = {
  invitation: (about: { inviter: string; workspace: string; url: string }) => Mail
  resetLink: (about: { name: string; url: string }) => Mail
  verificationLink: (about: { name: string; url: string }) => Mail
  alreadyThere: (about: { name: string; signIn: string; forgotPassword: string }) => Mail
  passwordChanged: (about: { name: string; forgotPassword: string }) => Mail
  /** A mail of several notifications: each is a title and what was said. */
  digest: (about: {
    name: string
    items: { title: string; body: string }[]
    more: number
    inbox: string
    account: string
  }) => Mail
  /** The title of a notification. */
  notification: Record<(typeof notificationTypes)[number], (says: Says) => string>
}

const english: Texts = {
  invitation: ({ inviter, workspace, url }) => ({
    subject: `${inviter} invites you to ${workspace} on Paca`,
    text: `${inviter} invites you to the workspace "${workspace}" on Paca.\n\nAccept: ${url}\n\nThe link works for 7 days. If you did not expect this, do nothing.`,
  }),
  resetLink: ({ name, url }) => ({
    subject: "Set a new password for Paca",
    text: `Hello ${name},\n\nset a new password here: ${url}\n\nThe link works for one hour. If you did not ask for it, do nothing.`,
  }),
  verificationLink: ({ name, url }) => ({
    subject: "Is this your address?",
    text: `Hello ${name},\n\nsomebody, most likely you, has made a Paca account with this address. Confirm that it is yours: ${url}\n\nThe link works for one day. If it was not you, do nothing.`,
  }),
  alreadyThere: ({ name, signIn, forgotPassword }) => ({
    subject: "You have a Paca account already",
    text: `Hello ${name},\n\nsomebody tried to make a Paca account with your address. You have one: sign in at ${signIn}, or set a new password at ${forgotPassword}.\n\nIf it was not you, do nothing: nobody has got into your account.`,
  }),
  passwordChanged: ({ name, forgotPassword }) => ({
    subject: "Your Paca password was changed",
    text: `Hello ${name},\n\nthe password of your Paca account was changed just now. If it was not you, set a new one at once: ${forgotPassword}`,
  }),
  digest: ({ name, items, more, inbox, account }) => ({
    subject: single(items, more) ?? `${items.length + more} notifications in Paca`,
    text: [
      `Hello ${name},\n\nwaiting for you:\n`,
      listed(items, more > 0 ? `- and ${more} more` : undefined),
      `\nRead them: ${inbox}\nChoose what is mailed to you: ${account}`,
    ].join("\n"),
  }),
  notification: {
    assigned: ({ who, about }) => `${who} assigned you ${about}`,
    mentioned: ({ who, about }) => `${who} mentioned you in ${about}`,
    commented: ({ who, about }) => `${who} commented on ${about}`,
    status_changed: ({ who, about, to }) => `${who} moved ${about} to ${to}`,
    conversation_finished: ({ who, about, to }) => {
      const endings: Record<string, string> = {
        finished: "finished",
        failed: "failed on",
        paused: "paused on",
        timed_out: "ran out of time on",
        iteration_limit: "reached its step limit on",
      }
      return `${who} ${endings[to] ?? to} ${about || "a conversation"}`
    },
  },
}

const german: Texts = {
  invitation: ({ inviter, workspace, url }) => ({
    subject: `${inviter} lädt dich zu ${workspace} auf Paca ein`,
    text: `${inviter} lädt dich in den Workspace „${workspace}“ auf Paca ein.\n\nAnnehmen: ${url}\n\nDer Link gilt 7 Tage. Wenn du das nicht erwartet hast, musst du nichts tun.`,
  }),
  resetLink: ({ name, url }) => ({
    subject: "Neues Passwort für Paca festlegen",
    text: `Hallo ${name},\n\nhier legst du ein neues Passwort fest: ${url}\n\nDer Link gilt eine Stunde. Wenn du nicht darum gebeten hast, musst du nichts tun.`,
  }),
  verificationLink: ({ name, url }) => ({
    subject: "Ist das deine Adresse?",
    text: `Hallo ${name},\n\njemand, wahrscheinlich du, hat mit dieser Adresse ein Konto bei Paca angelegt. Bestätige, dass sie dir gehört: ${url}\n\nDer Link gilt einen Tag. Wenn du es nicht warst, musst du nichts tun.`,
  }),
  alreadyThere: ({ name, signIn, forgotPassword }) => ({
    subject: "Du hast schon ein Konto bei Paca",
    text: `Hallo ${name},\n\njemand wollte mit deiner Adresse ein Konto bei Paca anlegen. Du hast schon eines: Melde dich unter ${signIn} an, oder lege unter ${forgotPassword} ein neues Passwort fest.\n\nWenn du es nicht warst, musst du nichts tun: Niemand ist in dein Konto gelangt.`,
  }),
  passwordChanged: ({ name, forgotPassword }) => ({
    subject: "Dein Passwort bei Paca wurde geändert",
    text: `Hallo ${name},\n\ndas Passwort deines Kontos bei Paca wurde gerade geändert. Wenn du es nicht warst, lege sofort ein neues fest: ${forgotPassword}`,
  }),
  digest: ({ name, items, more, inbox, account }) => ({
    subject: single(items, more) ?? `${items.length + more} Benachrichtigungen in Paca`,
    text: [
      `Hallo ${name},\n\ndas wartet auf dich:\n`,
      listed(items, more > 0 ? `- und ${more} weitere` : undefined),
      `\nZum Lesen: ${inbox}\nWas dir gemailt wird, wählst du hier: ${account}`,
    ].join("\n"),
  }),
  notification: {
    assigned: ({ who, about }) => `${who} hat dir ${about} zugewiesen`,
    mentioned: ({ who, about }) => `${who} hat dich in ${about} erwähnt`,
    commented: ({ who, about }) => `${who} hat ${about} kommentiert`,
    status_changed: ({ who, about, to }) => `${who} hat ${about} nach ${to} verschoben`,
    conversation_finished: ({ who, about, to }) => {
      const endings: Record<string, (thing: string) => string> = {
        finished: (thing) => `${who} ist fertig mit ${thing}`,
        failed: (thing) => `${who} ist an ${thing} gescheitert`,
        paused: (thing) => `${who} hat bei ${thing} pausiert`,
        timed_out: (thing) => `${who} ist bei ${thing} die Zeit ausgegangen`,
        iteration_limit: (thing) => `${who} hat bei ${thing} die Höchstzahl an Schritten erreicht`,
      }
      return (endings[to] ?? ((thing) => `${who}: ${thing}`))(about || "einer Unterhaltung")
    },
  },
}

const all: Record<Language, Texts> = { en: english, de: german }

/** What the server says to somebody who has chosen this language, or none. */
export function textsIn(language: string | null | undefined): Texts {
  return all[languageOf(language)]
}

/** One notification alone is what its mail is about. */
const single = (items: { title: string }[], more: number) =>
  items.length === 1 && more === 0 ? items[0]?.title : undefined

const listed = (items: { title: string; body: string }[], rest: string | undefined) =>
  [...items.map(({ title, body }) => `- ${title}${body ? `\n  ${body.replaceAll("\n", "\n  ")}` : ""}`), rest ?? []]
    .flat()
    .join("\n")
