/** What is asked on the way to a host. */
export const recoveryQuestionText = {
  hostKey: {
    title: (name: string) => `Is this ${name}?`,
    intro: (name: string, address: string) =>
      `${name} at ${address} shows this SSH host key, which nobody has confirmed yet. Compare it before anything secret is sent.`,
    compare:
      'On the host, “Status Display” and then Enter shows the same fingerprints. Over its own screen: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
    type: 'Type',
    fingerprint: 'Fingerprint',
    agree: (count: number) => (count === 1 ? '1 other way leads to the same key.' : `${count} other ways lead to the same key.`),
    accept: 'It is the same, go on',
    refuse: 'It differs, stop',
    copy: 'Copy the fingerprint',
    onTheWay: 'It is only passed on the way to the dark host.',
  },
  changed: {
    title: 'Another machine answers here',
    what: (address: string) => `${address} shows another SSH host key than the one this host is known by. No password was sent.`,
    next: 'The host may have been installed anew, or another machine has its address. Find out which before you go on; the known key can be removed in the settings.',
    known: 'Known',
    shown: 'Shown now',
  },
  secret: {
    password: (user: string, name: string) => `Password of ${user} on ${name}`,
    passphrase: (key: string) => `Passphrase of the key ${key}`,
    prompts: (name: string) => `${name} asks`,
    refused: 'What was tried before was refused. It is tried once.',
    once: 'The key of this machine is confirmed. It is sent once and kept only if you say so.',
    keep: 'Remember it with the passwords of this pool',
    send: 'Log in',
    stop: 'Do not log in here',
    empty: 'Type it first.',
  },
} as const;
