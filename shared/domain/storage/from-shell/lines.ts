import { hostWord, quoted, sh, type ShellScript, type ShellWord } from '#shared/domain/diagnosis/shell.ts';
import type { ShellPlaces } from './places.ts';

/** All that one script may take: what hangs is ended by itself before. */
export const PLACE_SECONDS = 45;

/** Reads only: looks the name up, knocks, sends what may not be cut into pieces, and asks for the list. Undefined for what is neither a name nor an address. */
export function placeScript({ service, port }: ShellPlaces, host: string): ShellScript | undefined {
  const name = hostWord(host);
  if (name === undefined) return undefined;
  const at = quoted(String(port));
  // The address is what the resolver says, so it is handed on as a word and never read as anything else.
  const reach = sh`A=$(timeout 8 getent ahosts ${name} | awk '{print $1}' | head -n 1)
echo '== address'; echo "$A"
[ -n "$A" ] || exit 0
echo '== port'; timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2"' knock "$A" ${at} 2>&1; echo "rc=$?"
echo '== route'; R=$(ip -o route get "$A"); echo "$R"
D=$(echo "$R" | sed -n 's/.* dev \([^ ]*\).*/\1/p'); M=$(cat "/sys/class/net/$D/mtu"); case "$A" in *:*) H=48;; *) H=28;; esac
echo '== size'; echo "mtu=$M"; ping -n -M do -c 2 -W 1 -s 56 "$A" >/dev/null 2>&1; echo "small=$?"; ping -n -M do -c 2 -W 1 -s $((M - H)) "$A" >/dev/null 2>&1; echo "large=$?"`;
  return [reach, listScript(service, name, at)].join('\n') as ShellScript;
}

function listScript(service: ShellPlaces['service'], name: ShellWord, port: ShellWord): ShellScript {
  switch (service) {
    case 'nfs':
      return sh`echo '== list'; timeout 12 showmount --no-headers -e ${name} 2>&1; echo "rc=$?"`;
    case 'iscsi':
      // What is found is not kept, so that the host tries nothing of it at its next start.
      return sh`case "$A" in *:*) P="[$A]";; *) P="$A";; esac
echo '== list'; timeout -k 2 15 iscsiadm -m discovery -t st -o nonpersistent -p "$P":${port} 2>&1; echo "rc=$?"`;
    case 'smb':
      // Nothing on a host lists shares.
      return sh`true`;
  }
}
