import type { Investigations } from '#engine/diagnostics/investigations.ts';
import type { Rehearsals } from '#engine/diagnostics/rehearsals.ts';
import type { Terminals } from '#engine/diagnostics/terminals.ts';
import type { KeptServers } from '#engine/pools/kept-servers.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { Publisher } from '#engine/rpc/publisher.ts';
import type { recoveryCalls } from '#shared/contract/calls/recovery-calls.ts';

interface RecoveryRooms {
  readonly investigations: Investigations;
  readonly rehearsals: Pick<Rehearsals, 'tell'>;
  readonly terminals: Terminals;
  readonly kept: Pick<KeptServers, 'sawPins'>;
  readonly publisher: Publisher;
}

export function recoveryHandlers({ investigations, rehearsals, terminals, kept, publisher }: RecoveryRooms): HandlersOf<keyof typeof recoveryCalls> {
  return {
    'recovery.open': async ({ server, host }) => {
      const investigation = await investigations.open(server, host);
      return { sequence: publisher.sequences().recovery, investigation: investigation.view() };
    },
    'recovery.close': async ({ server, host }) => {
      await investigations.close(server, host);
      await rehearsals.tell(server, host);
      return {};
    },
    'recovery.answer': async ({ server, host, question, answer }) => {
      await investigations.of(server, host).answer(question, answer);
      return {};
    },
    'recovery.check-again': ({ server, host }) => {
      investigations.of(server, host).checkAgain();
      return {};
    },
    'recovery.pause': ({ server, host, isPaused }) => {
      investigations.of(server, host).pause(isPaused);
      return {};
    },
    'recovery.look': ({ server, host, probes }) => {
      investigations.of(server, host).look(probes);
      return {};
    },
    'recovery.ask-about': ({ server, host, about }) => {
      investigations.of(server, host).askAbout(about);
      return {};
    },
    'recovery.say-off': async ({ server, host, ...word }) => {
      const problem = await investigations.sayOff(server, host, word);
      return problem === undefined ? {} : { problem };
    },
    'recovery.take-back-word': async ({ server, host }) => {
      await investigations.takeBackWord(server, host);
      return {};
    },
    'recovery.confirm-certificate': ({ server, host, fingerprint }) => {
      investigations.confirmCertificate(server, host, fingerprint);
      kept.sawPins(server);
      return {};
    },
    'recovery.report': ({ server, host }) => investigations.report(server, host),
    'recovery.read-database': async ({ server, host }, signal) => ({ server: await investigations.readDatabase(server, host, signal) }),
    'recovery.network-plan': async ({ server, host }) => await investigations.networkPlan(server, host),
    'recovery.put-plan-away': async ({ id }) => {
      await investigations.putPlanAway(id);
      return {};
    },
    'terminal.resize': ({ terminal, ...size }) => {
      terminals.resize(terminal, size);
      return {};
    },
    'recovery.use-route': ({ server, host, route }) => {
      investigations.of(server, host).useRoute(route);
      return {};
    },
  };
}
