import { spawn } from 'node:child_process';
import type { LabNetwork } from './network.ts';

/**
 * A tagged device, where the kernel need not know any: what comes out of the tap goes onto the first card that has a link with
 * its tag around it, and frames with that tag come in from there. On the wire they are what any switch expects.
 */
const PROGRAM = `
use strict;
my ($tap, $tag, @cards) = @ARGV;
open(my $inside, '+<', '/dev/net/tun') or die "tun: $!";
ioctl($inside, 0x400454ca, my $asked = pack('a16 S x22', $tap, 0x1002)) or die "tap: $!";
# Whether a frame that arrived had a tag, and this one: the kernel has taken it off by then.
my $filter = join '', map { pack('S C C L', @$_) } (
  [0x28, 0, 0, 0xfffff000 + 48], [0x15, 0, 4, 1],
  [0x28, 0, 0, 0xfffff000 + 44], [0x54, 0, 0, 0xfff], [0x15, 0, 1, $tag],
  [0x06, 0, 0, 0xffff], [0x06, 0, 0, 0]);
my @lines = map {
  my $device = $_;
  socket(my $line, 17, 3, 0) or die "socket: $!";
  setsockopt($line, 1, 26, pack('S x6 P', 7, $filter)) or die "filter: $!";
  open(my $file, '<', "/sys/class/net/$device/ifindex") or die "$device: $!";
  bind($line, pack('S n l S C C a8', 17, 3, <$file>, 0, 0, 0, '')) or die "bind: $!";
  { device => $device, line => $line };
} @cards;
$| = 1;
print "ready\\n";
sub leader {
  for my $one (@lines) {
    open(my $file, '<', "/sys/class/net/$one->{device}/carrier") or next;
    return $one if (<$file> // '') =~ /^1/;
  }
  return undef;
}
for (;;) {
  my $waiting = '';
  vec($waiting, fileno($_), 1) = 1 for ($inside, map { $_->{line} } @lines);
  select($waiting, undef, undef, undef) > 0 or next;
  my $leader = leader();
  for my $one (@lines) {
    next unless vec($waiting, fileno($one->{line}), 1) && defined recv($one->{line}, my $frame, 65535, 0);
    syswrite($inside, $frame) if defined $leader && $leader == $one;
  }
  next unless vec($waiting, fileno($inside), 1) && sysread($inside, my $frame, 65535) && defined $leader;
  send($leader->{line}, substr($frame, 0, 12) . pack('n n', 0x8100, $tag) . substr($frame, 12), 0);
}
`;

interface Tagged {
  readonly name: string;
  readonly tag: number;
  /** The first of them that has a link carries it. */
  readonly cards: readonly string[];
}

/** Resolves once the device is there; what it gives back takes it away. It ends with its namespace at the latest. */
export async function addTagged(network: LabNetwork, member: string, { name, tag, cards }: Tagged): Promise<() => Promise<void>> {
  const args = ['netns', 'exec', network.nameOf(member), 'perl', '-e', PROGRAM, name, String(tag), ...cards];
  const child = spawn('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve, reject) => child.once('error', reject).once('close', () => resolve()));
  let complaints = '';
  child.stderr.on('data', (part: Buffer) => (complaints += part.toString('utf8')));
  const ready = new Promise<true>((resolve) => child.stdout.once('data', () => resolve(true)));
  if ((await Promise.race([ready, ended])) !== true) throw new Error(`no ${name} in ${member}: ${complaints}`);
  return async () => {
    child.kill('SIGKILL');
    await ended;
  };
}
