import { routeText } from '#shared/text/route-words.ts';
import type { MapPort, MapWay, RouteMapModel } from './route-map.ts';
import css from './RouteMap.module.css';

export interface RouteMapProps {
  readonly model: RouteMapModel;
  readonly hostName: string;
  readonly hostWord: string;
  readonly label: string;
}

/** Of the drawing, in its own units; it shrinks with its card. */
const WIDTH = 496;
const COMPUTER = { x: 12, width: 116, height: 36 } as const;
const FORK = 150;
const STOP = { x: 176, width: 92, height: 26 } as const;
const MERGE = 330;
const HOST = { x: 376, width: 108 } as const;

/** This computer, the hosts in between and the cards of the host; the table below says the same in words. */
export function RouteMap({ model, hostName, hostWord, label }: RouteMapProps) {
  const middle = model.height / 2;
  return (
    <svg className={css['map']} viewBox={`0 0 ${WIDTH} ${model.height}`} role="img" aria-label={label}>
      {model.ways.map((way) => (
        <Way key={way.key} way={way} middle={middle} />
      ))}
      <rect className={css['box']} x={COMPUTER.x} y={middle - COMPUTER.height / 2} width={COMPUTER.width} height={COMPUTER.height} rx="4" />
      <text className={css['strong']} x={COMPUTER.x + COMPUTER.width / 2} y={middle + 4} textAnchor="middle">
        {routeText.thisComputer}
      </text>
      <rect className={css['host']} x={HOST.x} y="4" width={HOST.width} height={model.height - 8} rx="4" />
      <HostName name={hostName} word={hostWord} ports={model.ports} height={model.height} />
      {model.ports.map((port) => (
        <Port key={port.name} port={port} />
      ))}
    </svg>
  );
}

function Way({ way, middle }: { readonly way: MapWay; readonly middle: number }) {
  const before = `M${COMPUTER.x + COMPUTER.width} ${middle}H${FORK}V${way.y}H${STOP.x}`;
  const after = `M${way.over === undefined ? STOP.x : STOP.x + STOP.width} ${way.y}H${MERGE}V${way.portY}H${HOST.x}`;
  const cross = way.broke === 'before' ? STOP.x - 12 : MERGE - 20;
  return (
    <g data-state={way.state}>
      <path className={css['line']} data-part={way.broke === 'after' ? 'fine' : undefined} d={before} />
      <path className={css['line']} d={after} />
      {way.over === undefined ? (
        <text className={css['quiet']} x={STOP.x} y={way.y - 5}>
          {way.label}
        </text>
      ) : (
        <>
          <rect className={css['stop']} x={STOP.x} y={way.y - STOP.height / 2} width={STOP.width} height={STOP.height} rx="4" />
          <text className={css['name']} x={STOP.x + STOP.width / 2} y={way.y + 4} textAnchor="middle">
            {shortened(way.over)}
          </text>
        </>
      )}
      {way.broke !== undefined && (
        <g className={css['cross']}>
          <circle cx={cross} cy={way.y} r="7" />
          <path d={`M${cross - 2.6} ${way.y - 2.6}l5.2 5.2M${cross + 2.6} ${way.y - 2.6}l-5.2 5.2`} />
        </g>
      )}
      {way.state === 'in-use' && <path className={css['arrow']} d={`M${HOST.x - 11} ${way.portY - 5}l7 5-7 5`} />}
    </g>
  );
}

function Port({ port: { name, y, state } }: { readonly port: MapPort }) {
  return (
    <g data-port={state}>
      <circle className={css['port']} cx={HOST.x} cy={y} r="4.5" />
      <text className={css['portName']} x={HOST.x + 12} y={y + 4}>
        {shortened(name)}
      </text>
    </g>
  );
}

/** Where no card's name is. */
function HostName({ name, word, ports, height }: { readonly name: string; readonly word: string } & Pick<RouteMapModel, 'ports' | 'height'>) {
  const edges = [4, ...ports.map(({ y }) => y), height - 4];
  const gaps = edges.slice(1).map((edge, index) => ({ size: edge - (edges[index] ?? 0), middle: (edge + (edges[index] ?? 0)) / 2 }));
  const widest = gaps.toSorted((a, b) => b.size - a.size)[0];
  if (widest === undefined || widest.size < 34) return null;
  return (
    <text className={css['strong']} x={HOST.x + HOST.width / 2} y={widest.middle} textAnchor="middle">
      {shortened(name)}
      <tspan className={css['word']} x={HOST.x + HOST.width / 2} dy="14">
        {word}
      </tspan>
    </text>
  );
}

const ROOM = 13;

/** The whole name stands in the table. */
function shortened(name: string): string {
  return name.length > ROOM ? `${name.slice(0, ROOM - 1)}…` : name;
}
