/** What no report, no evidence line and no log of ours may show. */
const secrets: readonly (readonly [RegExp, string])[] = [
  // key = value in all the ways logs, device configs and node records write it; quoted values with their blanks.
  [
    /((?:[\w.-]*(?:password|passwd|passphrase|secret|token|psk)[\w.-]*|chap\w*|incoming_chap\w*|node\.session\.auth\.\w+)["']?\s*(?:[:=]|=>)\s*)("[^"]*"|'[^']*'|<[^>]*>|[^\s;,&<>"')\]}]+)/gi,
    '$1…',
  ],
  [/(<(?:\w*(?:password|passwd|secret|token)|chap\w*)>)[^<]*/gi, '$1…'],
  [/\b(session(?:_id|_ref)?\W{1,4}|pool_secret\W{1,4})(?:OpaqueRef:)?[\w-]{8,}(?:\/[\w-]+)*/gi, '$1…'],
  [/\b(authorization:\s*\w+\s+)\S+/gi, '$1…'],
  [/(https?:\/\/[^\s:@/]+:)[^\s@/]+(@)/gi, '$1…$2'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '…'],
];

export function withoutSecrets(text: string): string {
  return secrets.reduce((left, [pattern, shown]) => left.replace(pattern, shown), text);
}
