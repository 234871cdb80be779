import { useId } from 'react';
import css from './FilePick.module.css';

export interface FilePickProps {
  readonly label: string;
  /** Endings, as '.csv,.txt'; empty for any file. */
  readonly accepts: string;
  readonly onPick: (file: File) => void;
}

/** A file is chosen or dropped here; the browser's own field takes both. */
export function FilePick({ label, accepts, onPick }: FilePickProps) {
  const id = useId();
  return (
    <div className={css['pick']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept={accepts === '' ? undefined : accepts}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) onPick(file);
        }}
      />
    </div>
  );
}
