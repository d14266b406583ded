import type { MessageDescriptor } from "@lingui/core"
import { msg, t } from "@lingui/core/macro"
import { useNavigate } from "@tanstack/react-router"
import { Keyboard, KeyRound, LogOut, Monitor, Moon, ShieldCheck, Sun, UserRound } from "lucide-react"
import type { ReactElement, ReactNode } from "react"
import { Kbd } from "../../components/kbd.tsx"
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from "../../components/menu.tsx"
import { i18n } from "../../lib/i18n.ts"
import { pageLanguage } from "../../lib/language.ts"
import { isLanguage, type Language, languages } from "../../lib/languages.ts"
import { setTheme, type Theme, useTheme } from "../../lib/theme.ts"
import { setToggle } from "../../lib/toggles.ts"

const themes: { value: Theme; label: MessageDescriptor; icon: ReactNode }[] = [
  { value: "light", label: msg`Light`, icon: <Sun /> },
  { value: "dark", label: msg`Dark`, icon: <Moon /> },
  { value: "system", label: msg`Like the system`, icon: <Monitor /> },
]

const languageChoices = Object.keys(languages)
  .filter(isLanguage)
  .map((value) => ({ value, label: languages[value].name }))

type Props = {
  email: string
  isAdmin: boolean
  onLanguage: (language: Language) => void
  onSignOut: () => void
  trigger: ReactElement<Record<string, unknown>>
}

/** Profile, keys, theme and the way out. */
export default function AccountMenu({ email, isAdmin, onLanguage, onSignOut, trigger }: Props) {
  const theme = useTheme()
  const navigate = useNavigate()
  return (
    <Menu align="start" trigger={trigger} defaultOpen>
      <MenuLabel>{email}</MenuLabel>
      <MenuItem icon={<UserRound />} onSelect={() => navigate({ to: "/account" })}>
        {t`Profile`}
      </MenuItem>
      <MenuItem icon={<KeyRound />} onSelect={() => navigate({ to: "/account", hash: "api-keys" })}>
        {t`API keys`}
      </MenuItem>
      {isAdmin && (
        <MenuItem icon={<ShieldCheck />} onSelect={() => navigate({ to: "/admin/users" })}>
          {t`Administration`}
        </MenuItem>
      )}
      <MenuItem icon={<Keyboard />} onSelect={() => setToggle("help", true)} hint={<Kbd>?</Kbd>}>
        {t`Keyboard`}
      </MenuItem>
      <MenuLine />
      <MenuLabel>{t`Theme`}</MenuLabel>
      <MenuChoice
        label={t`Theme`}
        value={theme}
        onChange={setTheme}
        choices={themes.map((each) => ({ ...each, label: i18n._(each.label) }))}
      />
      <MenuLabel>{t`Language`}</MenuLabel>
      <MenuChoice label={t`Language`} value={pageLanguage()} onChange={onLanguage} choices={languageChoices} />
      <MenuLine />
      <MenuItem icon={<LogOut />} onSelect={onSignOut}>
        {t`Sign out`}
      </MenuItem>
    </Menu>
  )
}
