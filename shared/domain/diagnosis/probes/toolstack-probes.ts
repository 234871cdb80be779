import type { Probe } from '../probe.ts';
import { sh } from '../shell.ts';
import { plain } from './probe-of.ts';

/** The toolstack, its role in the pool, high availability, certificates. Nothing here reads a secret. */
export const toolstackProbes = {
  role: plain('role', { tier: 0 }, sh`cat /etc/xensource/pool.conf; echo; stat -c '%Y %s' /etc/xensource/pool.conf`),
  marks: plain(
    'marks',
    { tier: 0 },
    sh`ls -l --time-style=+%s /var/run/xapi.pid /var/run/xapi_startup.cookie /var/run/xapi_init_complete.cookie /var/lock/subsys/xapi /etc/xensource/xapi_block_startup 2>&1; true`,
  ),
  processes: plain(
    'processes',
    { tier: 0 },
    sh`ps -o pid,stat,etimes,rss,pcpu,args -C xapi,xenopsd-xc,xcp-networkd,stunnel,xhad,oxenstored 2>/dev/null; true`,
  ),
  services: plain(
    'services',
    { tier: 1, limitS: 5 },
    sh`systemctl show -p Id,LoadState,ActiveState,SubState,MainPID,Result,ExecMainStartTimestamp xapi xenopsd-xc xcp-networkd xcp-rrdd squeezed forkexecd message-switch v6d perfmon xapi-storage-script stunnel@xapi xenstored xenconsoled openvswitch multipathd iscsid sshd chronyd ntpd xapi-ssh-monitor toolstack.target xapi-init-complete.target`,
  ),
  database: plain(
    'database',
    { tier: 0 },
    sh`for f in /var/lib/xcp/state.db /var/xapi/state.db; do [ -r $f ] && { stat -c '%n %Y %s' $f; cat $f.generation 2>/dev/null; echo; break; }; done; true`,
  ),
  ha: plain(
    'ha',
    { tier: 0 },
    sh`for f in /var/lib/xcp/local.db /var/xapi/local.db; do [ -r $f ] && { echo "db $f"; grep -o '<row key="ha[^>]*>' $f; grep -o '<row key="host_[^>]*>' $f; break; }; done
echo "xhad=$(pidof xhad)"; grep -oE '<(UDPport|HeartbeatTimeout|StateFileTimeout|IPaddress|StateFile|HeartbeatInterface)>[^<]*' /etc/xensource/xhad.conf 2>/dev/null
echo '== vdis'; timeout 3 /opt/xensource/bin/static-vdis list 2>/dev/null; true`,
  ),
  liveset: plain('liveset', { tier: 1, limitS: 6 }, sh`timeout 5 /usr/libexec/xapi/cluster-stack/xhad/ha_query_liveset 2>&1; echo "rc=$?"`),
  certificates: plain(
    'certificates',
    { tier: 0, limitS: 5 },
    sh`for c in /etc/xensource/xapi-ssl.pem /etc/xensource/xapi-pool-tls.pem; do [ -r $c ] && echo "$c $(openssl x509 -in $c -noout -subject -startdate -enddate -fingerprint -sha256 | tr '\n' '|')"; done
ls -l --time-style=+%s /etc/stunnel/certs-pool /etc/stunnel/*.pem 2>/dev/null; ls -l /var/xapi/verify-certificates /var/lib/xcp/verify-certificates 2>/dev/null; true`,
  ),
  emergency: plain(
    'emergency',
    { tier: 2, limitS: 40, channel: 'own' },
    sh`timeout -k 2 10 xe host-is-in-emergency-mode; echo "rc=$?"
echo '== pool'; timeout -k 2 8 xe pool-list --minimal; echo "rc=$?"
echo '== host'; timeout -k 2 8 xe host-list --minimal 2>&1 | head -5; echo "rc=$?"`,
  ),
  'vm-records': {
    id: 'vm-records',
    tier: 2,
    channel: 'own',
    limitS: 15,
    script: ({ hostUuid: h }) => sh`timeout 10 xe vm-list resident-on=${h} is-control-domain=false params=uuid,name-label,power-state`,
  },
  'host-record': {
    id: 'host-record',
    tier: 2,
    channel: 'own',
    limitS: 15,
    script: ({ hostUuid: h }) => sh`timeout 10 xe host-list uuid=${h} params=enabled,other-config,pending-guidances`,
  },
  tasks: plain(
    'tasks',
    { tier: 2, limitS: 18, channel: 'own' },
    sh`timeout 15 xe task-list params=uuid,name-label,status,progress,created,allowed-operations`,
  ),
} satisfies Partial<Record<Probe['id'], Probe>>;
