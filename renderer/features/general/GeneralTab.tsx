import type { Target } from '#renderer/state/command.ts';
import { ApplianceGeneral } from './ApplianceGeneral.tsx';
import { HostGeneral } from './HostGeneral.tsx';
import { NetworkGeneral } from './NetworkGeneral.tsx';
import { PoolGeneral } from './PoolGeneral.tsx';
import { ServerGeneral } from './ServerGeneral.tsx';
import { SrGeneral } from './SrGeneral.tsx';
import { VdiGeneral } from './VdiGeneral.tsx';
import { VmGeneral } from './VmGeneral.tsx';

/** Everything about one object that is not a list of other objects. */
export function GeneralTab({ target }: { readonly target: Target }) {
  const { item } = target;
  switch (item.is) {
    case 'server':
      return <ServerGeneral target={target} />;
    case 'pool':
      return <PoolGeneral target={target} />;
    case 'host':
      return <HostGeneral target={target} />;
    case 'vm':
    case 'template':
    case 'snapshot':
      return <VmGeneral target={target} />;
    case 'sr':
      return <SrGeneral target={target} />;
    case 'vdi':
      return <VdiGeneral target={target} />;
    case 'network':
      return <NetworkGeneral target={target} />;
    case 'appliance':
      return <ApplianceGeneral target={target} />;
    case 'group':
      return null;
    default:
      return item satisfies never;
  }
}
