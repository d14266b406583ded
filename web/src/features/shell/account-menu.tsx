import { t } from "@lingui/core/macro"
import { useNavigate } from "@tanstack/react-router"
import { Keyboard, KeyRound, LogOut, Monitor, Moon, ShieldCheck, Sun, UserRound } from "lucide-react"
import type { ReactElement, ReactNode } from "react"
import { Kbd } from "../../components/kbd.tsx"
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from "../../components/menu.tsx"
import { chooseLanguage, pageLanguage } from "../../lib/language.ts"
import { isLanguage, languages } from "../../lib/languages.ts"
import { setTheme, type Theme, useTheme } from "../../lib/theme.ts"
import { setToggle } from "../../lib/toggles.ts"

const themes: { value: Theme; label: string; icon: ReactNode }[] = [
  { value: "light", label: "Light", icon: <Sun /> },
  { value: "dark", label: "Dark", icon: <Moon /> },
  { value: "system", label: "Like the system", icon: <Monitor /> },
]

const languageChoices = Object.keys(languages)
  .filter(isLanguage)
  .map((value) => ({ value, label: languages[value].name }))

type Props = { email: string; isAdmin: boolean; onSignOut: () => void; trigger: ReactElement<Record<string, unknown>> }

/** Profile, keys, theme and the way out. */
export default function AccountMenu({ email, isAdmin, onSignOut, trigger }: Props) {
  const theme = useTheme()
  const navigate = useNavigate()
  return (
    <Menu align="start" trigger={trigger} defaultOpen>
      <MenuLabel>{email}</MenuLabel>
      <MenuItem icon={<UserRound />} onSelect={() => navigate({ to: "/account" })}>
        {t`Profile`}
      </MenuItem>
      <MenuItem icon={<KeyRound />} onSelect={() => navigate({ to: "/account", hash: "api-keys" })}>
        API keys
      </MenuItem>
      {isAdmin && (
        <MenuItem icon={<ShieldCheck />} onSelect={() => navigate({ to: "/admin/users" })}>
          Administration
        </MenuItem>
      )}
      <MenuItem icon={<Keyboard />} onSelect={() => setToggle("help", true)} hint={<Kbd>?</Kbd>}>
        Keyboard
      </MenuItem>
      <MenuLine />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoice label="Theme" value={theme} onChange={setTheme} choices={themes} />
      <MenuLabel>{t`Language`}</MenuLabel>
      <MenuChoice label={t`Language`} value={pageLanguage()} onChange={chooseLanguage} choices={languageChoices} />
      <MenuLine />
      <MenuItem icon={<LogOut />} onSelect={onSignOut}>
        Sign out
      </MenuItem>
    </Menu>
  )
}
