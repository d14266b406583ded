import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { Error as Failure } from "./api.gen.ts"
import { i18n } from "./i18n.ts"
import { pageLanguage } from "./language.ts"
import { sourceLanguage } from "./languages.ts"

/** Codes of the sign-in service. */
type AuthCode =
  | "INVALID_EMAIL_OR_PASSWORD"
  | "INVALID_PASSWORD"
  | "INVALID_TOKEN"
  | "PASSWORD_ABOUT_YOU"
  | "PASSWORD_BREACHED"
  | "PASSWORD_TOO_LONG"
  | "PASSWORD_TOO_SHORT"

/** What people are refused most, and what to do about it. */
const words: Partial<Record<Failure["error_code"] | AuthCode, MessageDescriptor>> = {
  AGENT_SUSPENDED: msg`This agent is suspended. Ask somebody who manages agents to let it work again.`,
  ALREADY_A_MEMBER: msg`This person is a member already.`,
  BUSY: msg`The service is busy. Try again in a few seconds.`,
  CONVERSATION_OVER: msg`This conversation is over. Start it again, or mention the agent.`,
  CONVERSATION_RUNNING: msg`This conversation is not over. Stop it first.`,
  EMAIL_TAKEN: msg`Somebody has this address already. Use another one.`,
  EXPORT_EXPIRED: msg`This export is no longer kept. Make a new one.`,
  EXPORT_RUNNING: msg`This project is being exported already. Wait for it, or cancel it.`,
  FIELD_NAME_TAKEN: msg`There is a field of this name already. Choose another name.`,
  FILE_TOO_LARGE: msg`This file is too large. Choose a smaller one.`,
  FOLDER_CYCLE: msg`A folder cannot lie in itself or in one of its own folders.`,
  FORBIDDEN: msg`You may not do this. Ask an admin for the permission.`,
  HANDLE_TAKEN: msg`This handle is taken. Choose another one.`,
  INTERNAL_ERROR: msg`Something went wrong on our side. Nothing of yours is lost. Try again in a moment.`,
  INVALID_EMAIL_OR_PASSWORD: msg`The address or the password is wrong.`,
  INVALID_PASSWORD: msg`The password is wrong.`,
  INVALID_TOKEN: msg`This link no longer works. Ask for a new one.`,
  INVITATION_FOR_SOMEBODY_ELSE: msg`This invitation was sent to another address. Sign in with that address to accept it.`,
  LAST_ADMINISTRATOR: msg`This is the only administrator. Make somebody else one first.`,
  LAST_BOARD: msg`This is the project's last board. Make another one first.`,
  LAST_OWNER: msg`A workspace needs an owner. Make somebody else the owner first.`,
  LAST_VIEW: msg`This is the last view here. Make another one first, or change this one.`,
  LINK_CYCLE: msg`The other task waits for this one already, so neither could ever start.`,
  LINK_EXISTS: msg`The two are linked like this already.`,
  OPTION_IN_USE: msg`Tasks use this option. Give them another one first.`,
  PARENT_CYCLE: msg`A task cannot lie under itself or one of its own sub-tasks.`,
  PASSWORD_ABOUT_YOU: msg`This password has your name or address in it, which is what others try first. Choose another one.`,
  PASSWORD_BREACHED: msg`This password is in lists of leaked passwords, so others will try it. Choose another one.`,
  PASSWORD_TOO_LONG: msg`This password is too long. Choose a shorter one.`,
  PASSWORD_TOO_SHORT: msg`This password is too short. Choose a longer one.`,
  PREFIX_TAKEN: msg`Another project of this workspace has this prefix. Choose another one.`,
  PROJECT_ARCHIVED: msg`This project is archived: it can be read, not changed. An admin can bring it back.`,
  RATE_LIMITED: msg`That was too often. Wait a moment, then try again.`,
  REVERT_CONFLICT: msg`It was changed again since. Look at it before you take the change back.`,
  ROLE_NAME_TAKEN: msg`There is a role of this name already. Choose another name.`,
  ROLE_TOO_POWERFUL: msg`You cannot give this role: it includes what you do not hold.`,
  SPRINT_COMPLETED: msg`This sprint is completed. Choose one that is planned or active, or the backlog.`,
  STATUS_IS_DEFAULT: msg`New tasks get this status. Make another one the default first.`,
  STATUS_NAME_TAKEN: msg`There is a status of this name already. Choose another name.`,
  TASK_TYPE_IS_DEFAULT: msg`New tasks get this type. Make another one the default first.`,
  TASK_TYPE_NAME_TAKEN: msg`There is a type of this name already. Choose another name.`,
  TIMEOUT: msg`This took too long. A change may still have been made: look before you try again.`,
  TOO_MANY_ATTACHMENTS: msg`No more files fit there. Delete one first.`,
  TOO_MANY_FAVORITES: msg`You have as many favourites as there can be. Take one away first.`,
  TOO_MANY_VIEWS: msg`There are as many views here as there can be. Delete one first.`,
  UNAUTHORIZED: msg`Sign in to do this.`,
  VERSION_CONFLICT: msg`Somebody changed this meanwhile. Reload to see the latest.`,
}

const missing = msg`This does not exist, or you may not see it.`

const isKnown = (code: string): code is keyof typeof words => Object.hasOwn(words, code)

/**
 * What an error of the API says in the page's language. Nothing for English, which has the server's own words: they are
 * more exact; and for codes that are not known here.
 */
export function wordsFor(code: string): string | undefined {
  if (pageLanguage() === sourceLanguage) return undefined
  const found = isKnown(code) ? words[code] : code.endsWith("_NOT_FOUND") ? missing : undefined
  return found && i18n._(found)
}
