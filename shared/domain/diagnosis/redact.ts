/** What no report, no evidence line and no log of ours may show. */
const secrets: readonly (readonly [RegExp, string])[] = [
  // No word is read up to its secret part: a long one would be read again from each of its letters.
  // key = value in all the ways logs, device configs and node records write it; quoted values with their blanks.
  [
    /((?:(?:password|passwd|passphrase|secret|token|psk)[\w.-]{0,64}|chap\w{0,64}|node\.session\.auth\.\w{1,64})["']?\s*(?:[:=]|=>)\s*)("[^"]*"|'[^']*'|<[^>]*>|[^\s;,&<>"')\]}]+)/gi,
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
