import { describe, expect, test } from 'vitest';
import { readPrivateKey } from '#engine/ssh/private-key.ts';

// Made by PuTTY's own generator for this test, and used nowhere else.
const PASSPHRASE = 'hunter2pass';
const ED25519_V3 = `PuTTY-User-Key-File-3: ssh-ed25519
Encryption: none
Comment: test
Public-Lines: 2
AAAAC3NzaC1lZDI1NTE5AAAAIGKSqM7Oi9goyZJ7ZAPp47VfRoPeY9Tu1ZsdD9op
qtys
Private-Lines: 1
AAAAICx/MJT5rHAbh14Utxr9+papTV4l6zCa6OdgOyAT/AJw
Private-MAC: ebf9bd5a200f2816b73aed6d1925bb429751da691798892b3843cecc5ee1111e`;
const ECDSA_V2E = `PuTTY-User-Key-File-2: ecdsa-sha2-nistp256
Encryption: aes256-cbc
Comment: test
Public-Lines: 3
AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBN0jEyrkLkeF
74OFa7GCpaIU1nfUq1g0zaoNocSQ7XWEelkqhcDSx3k+p/KTZi3ic0KOuVN7kSLE
DeQnjeVpQfQ=
Private-Lines: 1
shR5SwZxXiznFl6FXYJulmVeFbKMfLvWB0j2IvXqAbSlSaBdtuJvHt1KU5VRRJSt
Private-MAC: 0f089de2650f5ee997ab105da864080feae2037e`;
const RSA_V2 = `PuTTY-User-Key-File-2: ssh-rsa
Encryption: none
Comment: test
Public-Lines: 6
AAAAB3NzaC1yc2EAAAADAQABAAABAQDVOC4e6fPZAUSGQcA9v7KgUgpmjSCvC3nd
Sno/E5et8okFh2lADe2ql700uA6Nde7jxckmubvaV6OjytLEyEBQP83Jsx5WVfY/
cMEqav6dHqq2BVWaCvSNa+ykq7laeAp5er1DVrfLnFODa1dQ1iQtdlBsHh4Jiqfa
QuoxiF9EyVINYrZbEM9yayQCXXfU5/WOx/WNSi5cb56FVDMc8scr5FVabsPJOSYu
PIJMf4O8k37KCPsTiAeJuz0SX+Bb9/VDRSDX1LEqzFdUXja5RtZcIUnBShtoI+N2
WkRTfdkEAv2MEVNyE8zdd0ujOPaKrhRpwNLgrj83mGo+uZNcyONv
Private-Lines: 14
AAABAApv3ZIV0aHltfz8avSa1ZuTaH7smZT38tcqNiGwS9Rv8tUac8R26hNXqiNS
fyPdifwMSnRi0xc1AwWZgAex5bQH64LcCbggLRWd51a0NhJq1eBjEnWf46ioh8Tn
wwLyrVCU+X66V/TXih78uiFy2gJ/sCAauU2uQ9kjPWN/UWqEeV1DxYHhiXjMyGQm
IMw6Z3az1kZdiWiXguztN91ThoSX7V6rTMxphwTle4IBosnrA+YP5r4aL1c7YeUg
+3PU7fEGF4G/F4iTnccdUyanDrfS1uxQeen1ZbV2fSPo9floSbjy223NnsZxtCgc
kpn7QOjucQaE+gOJS1YOlya2bwEAAACBAPhxL6VSB0WeXMfWhIAwqS/6mXYFtVkK
6VLXOgbAMPqickkkyGXNFzoeCiiDqcrRuGa4XKGbhKLsaY9KlDtor3+Odb7yUdNy
KFqaLjJb1W4IlyY8NbSi4Y3KQ+2RiO/gDe2MNN2BJqSWE6XZ1B0hiY4dAp4sKyBU
wAwqO/tdjywRAAAAgQDbtK/49pmM1Xjg4oyaPx8yBOpuHfDID7IQl78jOLxijWZm
VievuTvSpyOimnWUPql5BT2FrZCvMdmRpl5uTUR85F5XsemMCDCRQeuG66F/Ze3U
bN5HS2EBLLW7bx2eQhnXFTOSndmjzg3k2ATfRZAvJJNG0q02d1ROz2OkV4SXfwAA
AIEAquKDBoKXqqDTNoRt5g19RbVRKzBwPf7671CyCnqP9IK+xgeHncDGn3Y4Fe7Z
iDGDEoC0wRV6GHKwSO4KH/ayQey0o73DUSWX+aTQxOdiHN/JJqzY75HFs0sn7StJ
7rYZfHxxITAZ+gEd/anfIqHMpdTiYQ/6lsFu4esKEtZtWu0=
Private-MAC: 9bc7d4d1ede5604f994d193457fbd829666beccc`;
const ED25519_V3E = `PuTTY-User-Key-File-3: ssh-ed25519
Encryption: aes256-cbc
Comment: test
Public-Lines: 2
AAAAC3NzaC1lZDI1NTE5AAAAIGKSqM7Oi9goyZJ7ZAPp47VfRoPeY9Tu1ZsdD9op
qtys
Key-Derivation: Argon2id
Argon2-Memory: 64
Argon2-Passes: 1
Argon2-Parallelism: 1
Argon2-Salt: 83062d553b8a31f698b8ae9ee0b3a1fe
Private-Lines: 1
xuUeq2Jy7V+ToDpzra9KiZ51wlMED8Bfdzna5WT2YlgyhiARP7oHkYr4SdqeAUOW
Private-MAC: 13f8c636eb5dbb725ae8dbc44a74d24b818c3278d6b4d3a84d24119c51bb7520`;
const ED25519_PUBLIC = 'AAAAC3NzaC1lZDI1NTE5AAAAIGKSqM7Oi9goyZJ7ZAPp47VfRoPeY9Tu1ZsdD9opqtys';
const ECDSA_PUBLIC =
  'AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBN0jEyrkLkeF74OFa7GCpaIU1nfUq1g0zaoNocSQ7XWEelkqhcDSx3k+p/KTZi3ic0KOuVN7kSLEDeQnjeVpQfQ=';
const RSA_PUBLIC =
  'AAAAB3NzaC1yc2EAAAADAQABAAABAQDVOC4e6fPZAUSGQcA9v7KgUgpmjSCvC3ndSno/E5et8okFh2lADe2ql700uA6Nde7jxckmubvaV6OjytLEyEBQP83Jsx5WVfY/cMEqav6dHqq2BVWaCvSNa+ykq7laeAp5er1DVrfLnFODa1dQ1iQtdlBsHh4JiqfaQuoxiF9EyVINYrZbEM9yayQCXXfU5/WOx/WNSi5cb56FVDMc8scr5FVabsPJOSYuPIJMf4O8k37KCPsTiAeJuz0SX+Bb9/VDRSDX1LEqzFdUXja5RtZcIUnBShtoI+N2WkRTfdkEAv2MEVNyE8zdd0ujOPaKrhRpwNLgrj83mGo+uZNcyONv';

describe('key files of PuTTY', () => {
  test.each([
    ['version 3, ed25519', ED25519_V3, undefined, ED25519_PUBLIC],
    ['version 3, ed25519, with a passphrase', ED25519_V3E, PASSPHRASE, ED25519_PUBLIC],
    ['version 2, ecdsa, with a passphrase', ECDSA_V2E, PASSPHRASE, ECDSA_PUBLIC],
    ['version 2, rsa', RSA_V2, undefined, RSA_PUBLIC],
  ])('%s', (_name, text, passphrase, publicHalf) => {
    const key = readPrivateKey(text, passphrase);
    expect(key.getPublicSSH().toString('base64')).toBe(publicHalf);
    const data = Buffer.from('signed');
    expect(key.verify(data, key.sign(data))).toBe(true);
  });

  test('say what is missing or wrong', () => {
    const why = (text: string, passphrase?: string): unknown => {
      try {
        return readPrivateKey(text, passphrase).type;
      } catch (error) {
        return error instanceof Error ? error.message : error;
      }
    };
    expect(why(ED25519_V3E)).toBe('needs-passphrase');
    expect(why(ED25519_V3E, 'guess')).toBe('wrong-passphrase');
    expect(why(ECDSA_V2E, 'guess')).toBe('wrong-passphrase');
    expect(why(ED25519_V3.replace('Comment: test', 'Comment: other'))).toBe('damaged');
    expect(why('PuTTY-User-Key-File-9: ssh-rsa')).toBe('unsupported');
    expect(why('hello')).toBe('not-a-key');
  });
});
