import { useLayoutEffect, useSyncExternalStore } from 'react';
import type { Settings } from '#shared/domain/settings/settings.ts';
import { useSettings } from '#renderer/state/settings-store.ts';

const DARK = '(prefers-color-scheme: dark)';

/** Theme and density as they are chosen; the style sheets read them from the root. */
export function useLook(): void {
  const theme = useSettings((settings) => settings.theme);
  const density = useSettings((settings) => settings.density);
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset['theme'] = theme;
    dataset['density'] = density;
  }, [theme, density]);
}

/** What is on screen now, whoever has decided it. */
export function useIsDark(theme: Settings['theme']): boolean {
  const isSystemDark = useSyncExternalStore(onSystemTheme, () => matchMedia(DARK).matches);
  return theme === 'system' ? isSystemDark : theme === 'dark';
}

function onSystemTheme(tell: () => void): () => void {
  const media = matchMedia(DARK);
  media.addEventListener('change', tell);
  return () => media.removeEventListener('change', tell);
}
