import { windowText } from '#shared/text/window-text.ts';
import css from './WelcomePicture.module.css';

const hosts = [
  { name: 'xs-par-01', top: 8, state: 'plain' },
  { name: 'xs-par-02', top: 52, state: 'route' },
  { name: 'xs-par-03', top: 96, state: 'dark' },
] as const;

/** A pool of three hosts; one is dark and reached through its neighbour. */
export function WelcomePicture() {
  return (
    <svg className={css['picture']} width="352" height="132" viewBox="0 0 352 132" role="img" aria-label={windowText.welcome.picture}>
      <path className={css['way']} d="M112 66V22H140" />
      <path className={css['way']} data-state="cut" d="M112 66V110H132" />
      <path className={css['way']} data-state="route" d="M84 66H140M196 81V92M191.5 89l4.5 5 4.5-5" />
      <g className={css['stop']}>
        <circle cx="124" cy="110" r="7" />
        <path d="M121.4 107.4l5.2 5.2M126.6 107.4l-5.2 5.2" />
      </g>
      <g className={css['box']}>
        <rect x="0.5" y="50.5" width="84" height="32" rx="4" />
        <path d="M12.5 60.5h9v6.5h-9zM14.5 71h5" />
        <text x="28" y="71">
          {windowText.welcome.you}
        </text>
      </g>
      {hosts.map(({ name, top, state }) => (
        <g key={name} className={css['box']} data-state={state}>
          <rect x="140.5" y={top + 0.5} width="112" height="28" rx="4" />
          <text x="152" y={top + 19}>
            {name}
          </text>
          {[268, 290, 312, 334].map((left) => (
            <path key={left} className={css['vm']} d={`M${left + 0.5} ${top + 8.5}h16v11h-16zM${left + 6.5} ${top + 11.5}v5l4-2.5z`} />
          ))}
        </g>
      ))}
    </svg>
  );
}
