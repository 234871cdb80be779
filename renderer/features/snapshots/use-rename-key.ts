import { useEffect, useEffectEvent, useRef } from 'react';

/** F2 within an element; it is also a key of the whole window, where it names the VM whose page this is. */
export function useRenameKey<E extends HTMLElement>(rename: (() => void) | undefined) {
  const place = useRef<E>(null);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'F2' || rename === undefined) return;
    event.preventDefault();
    rename();
  });
  useEffect(() => {
    const box = place.current;
    const listen = (event: KeyboardEvent): void => press(event);
    box?.addEventListener('keydown', listen);
    return () => box?.removeEventListener('keydown', listen);
  }, []);
  return place;
}
