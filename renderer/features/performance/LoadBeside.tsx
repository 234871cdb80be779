import { useState } from 'react';
import { type Span, spans } from '#shared/domain/metrics/history.ts';
import { performanceText as say } from '#shared/text/performance-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { GraphCard } from './GraphCard.tsx';
import css from './LoadBeside.module.css';
import type { Machine } from './use-archive.ts';
import { truthOf, useGraphs } from './use-graphs.ts';

// The names of the table, in its order.
const spanNames = Object.keys(spans) as readonly Span[];

/** How a VM is doing, in a column beside something else of it; one time and one cursor for all. */
export function LoadBeside({ target }: { readonly target: Target }) {
  const { item } = target;
  return item.is === 'vm' ? <Column key={`${item.server} ${item.ref}`} target={target} of={{ is: 'vm', ref: item.ref }} /> : null;
}

function Column({ target, of: given }: { readonly target: Target; readonly of: Machine }) {
  const [of] = useState(given);
  const [span, setSpan] = useState<Span>('ten-minutes');
  const [range, setRange] = useState<readonly [number, number]>();
  const [row, setRow] = useState<number>();
  const { times, graphs } = useGraphs(target, of, { span, isLive: truthOf(target, of) === 'live' });
  if (graphs.length === 0) return null;
  return (
    <aside className={css['load']} aria-label={say.beside}>
      <div className={css['graphs']}>
        {graphs.map((graph) => (
          <GraphCard
            key={graph.id}
            graph={graph}
            times={times}
            row={row}
            range={range}
            marks={NONE}
            isEach={false}
            isVm
            compared={undefined}
            onPoint={setRow}
            onZoom={setRange}
          />
        ))}
      </div>
      <div className={css['spans']} role="toolbar" aria-label={say.beside}>
        {spanNames.map((one) => (
          <Button
            key={one}
            isPressed={one === span}
            onClick={() => {
              setSpan(one);
              setRange(undefined);
            }}
          >
            {say.spans[one]}
          </Button>
        ))}
      </div>
    </aside>
  );
}

const NONE: readonly number[] = [];
