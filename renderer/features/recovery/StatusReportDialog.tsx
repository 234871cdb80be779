import { durationText } from '#shared/text/format.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { reportEndText, statusReportText as say } from '#shared/text/status-report-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { collectReport, type StatusReport, useStatusReport } from '#renderer/state/status-report-store.ts';
import { showToast } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { useSeconds } from '#renderer/ui/use-seconds.ts';
import css from './StatusReportDialog.module.css';

export interface StatusReportDialogProps {
  readonly target: Target;
  readonly onClose: () => void;
}

/** The archive a host makes of itself, over the way that was found to it, into a file here. */
export function StatusReportDialog({ target: { item, server, inventory }, onClose }: StatusReportDialogProps) {
  return item.is === 'host' ? (
    <ReportOf server={server.id} host={item.ref} name={inventory.host.get(item.ref)?.name ?? ''} onClose={onClose} />
  ) : null;
}

interface ReportOfProps extends Pick<Parameters<typeof collectReport>[0], 'server' | 'host'> {
  readonly name: string;
  readonly onClose: () => void;
}

function ReportOf({ server, host, name, onClose }: ReportOfProps) {
  const client = useClient();
  const report = useStatusReport({ server, host });
  function start(): void {
    const file = `${name.replaceAll(/[^\w.-]/g, '-')}-${new Date().toISOString().slice(0, 10)}.tar.bz2`;
    collectReport({ client, server, host, hostName: name, name: file, now: Date.now }).then(
      (end) => end !== undefined && showToast({ id: `status-report ${host}`, tone: end.is === 'saved' ? 'ok' : 'danger', text: reportEndText(end) }),
      (error: unknown) => reportError(error),
    );
  }
  const footer = (
    <>
      <Button size="dialog" takesFocus onClick={onClose}>
        {say.close}
      </Button>
      {report?.phase === 'running' ? (
        <Button size="dialog" kind="danger" onClick={report.stop}>
          {say.stop}
        </Button>
      ) : (
        <Button size="dialog" kind="primary" onClick={start}>
          {report === undefined ? say.start : say.again}
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={say.title(name)} closeLabel={say.close} onClose={onClose} footer={footer}>
      <div className={css['report']}>
        <p>{say.intro}</p>
        <p>{say.load}</p>
        <Notice tone="warn" what={say.confidential} />
        {report !== undefined && <Progress report={report} />}
      </div>
    </Dialog>
  );
}

function Progress({ report: { bytes, startedAtMs, end, hostName } }: { readonly report: StatusReport }) {
  const nowMs = useSeconds();
  if (end !== undefined) return <output>{reportEndText(end)}</output>;
  return (
    <div className={css['running']}>
      <progress aria-label={say.title(hostName)} />
      <output>{say.running(sizeText(bytes), durationText(Math.max(0, nowMs - startedAtMs)))}</output>
      <p>{say.goesOn}</p>
    </div>
  );
}
