const count = new Intl.NumberFormat();

/** Words about how large packets get from host to host in one piece. */
export const pathCheckText = {
  title: 'Size of packets on the way',
  button: (mtu: number | undefined) => (mtu === undefined ? 'Try the way now' : `Try packets of ${count.format(mtu)} bytes now`),
  again: 'Try again',
  trying: 'trying…',
  hint: 'Each host with an address here sends packets that may not be cut into pieces to every other, over SSH where a way to the host works. Nothing is changed.',
  nobody: 'Fewer than two places on this network have an address yet, so nothing can be tried beforehand.',
  badMtu: 'The size of packets has to be a number first.',
  from: 'From',
  result: 'What comes through',
  narrowBelow: (device: string, mtu: number) =>
    `It is a tag on ${device}, whose own network takes packets of ${count.format(mtu)} bytes: give that network the same size first, or larger packets are lost on the way.`,
  fits: (places: number, mtu: number) => `${count.format(mtu)} bytes to ${places === 1 ? 'the other' : `all ${count.format(places)}`}`,
  notYet: (places: number, own: number) => `${count.format(own)} bytes to ${count.format(places)}, its card takes no more yet`,
  notYetNote: 'Larger packets can be tried only once the cards take them, after the change: try again then.',
  narrowNote: 'A switch on the way or the other end takes no more: larger packets would be lost.',
  trouble: (to: string, passes: number) => (passes === 0 ? `${to} does not answer` : `${to}: at most ${count.format(passes)} bytes`),
  more: (places: number) => `and ${count.format(places)} more`,
  noWay: 'could not be asked',
} as const;
