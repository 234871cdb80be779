import { join } from 'node:path';
import { z } from 'zod';
import { type Vault, VaultError } from '#engine/ports.ts';
import type { SecretHandle, Secrets } from '#engine/secrets/secrets.ts';
import { findAgents } from '#engine/ssh/agents.ts';
import { hostKeyOf } from '#engine/ssh/host-key.ts';
import { readPrivateKey } from '#engine/ssh/private-key.ts';
import { type Document, openDocument } from '#engine/store/document.ts';
import { type Access, accessSchema } from '#shared/contract/calls/access-calls.ts';
import type { Input } from '#shared/contract/calls.ts';
import type { OwnKey } from './keyring.ts';
import type { PowerLogin } from './power.ts';

const content = accessSchema.extend({
  keys: z.array(accessSchema.shape.keys.element.omit({ isHere: true })),
  hosts: z.record(z.string(), accessSchema.shape.hosts.valueType.omit({ hasBmcPassword: true }).extend({ keepsBmcPassword: z.boolean().optional() })),
});
type Content = z.infer<typeof content>;

const empty: Content = { user: 'root', usesAgent: true, keys: [], bastions: [], hosts: {} };

/** How hosts are reached besides what their pools say. Of keys and passphrases it gives nothing back. */
export interface AccessBook {
  access(): Access;
  change(how: (content: Content) => Partial<Content>): Promise<Access>;
  addKey(key: Input<'access.add-key'>): Promise<Access>;
  removeKey(id: string): Promise<Access>;
  putBastion(bastion: Input<'access.put-bastion'>): Promise<Access>;
  /** What the user knows of a host beyond its pool's picture. */
  setHost(host: Input<'access.set-host'>): Promise<Access>;
  /** Who may ask its management controller; undefined where one part of that is not known. */
  powerLogin(host: string): Promise<PowerLogin | undefined>;
  /** What may be offered: the agents' keys and the user's own. */
  ownKeys(): Promise<readonly OwnKey[]>;
}

export interface AccessSetup {
  readonly folder: string;
  readonly newId: () => string;
  readonly vault: Vault;
  readonly secrets: Secrets;
  /** The one the user's session names. */
  readonly agent: string | undefined;
}

export async function openAccessBook({ folder, newId, vault, secrets, agent }: AccessSetup): Promise<AccessBook> {
  const file: Document<Content> = await openDocument({
    path: join(folder, 'ssh-access.json'),
    shape: { version: 1, content, empty, upgrade: (saved) => saved },
    unique: newId,
  });
  /** Text and passphrase of each key, and what controllers are asked with, as long as the app runs. */
  const here = new Map<string, SecretHandle>();

  const access = (): Access => {
    const { keys, hosts, ...rest } = file.current();
    const known = Object.entries(hosts).map(([host, { keepsBmcPassword = false, ...of }]) => {
      return [host, { ...of, hasBmcPassword: keepsBmcPassword || here.has(bmcName(host)) }] as const;
    });
    return { ...rest, keys: keys.map((key) => ({ ...key, isHere: key.isKept || here.has(key.id) })), hosts: Object.fromEntries(known) };
  };

  async function change(how: (content: Content) => Partial<Content>): Promise<Access> {
    await file.update((before) => ({ ...before, ...how(before) }));
    return access();
  }

  async function secretUnder(id: string, inVault: string): Promise<string | undefined> {
    const handle = here.get(id);
    if (handle !== undefined) return secrets.reveal(handle);
    try {
      return await vault.read(inVault);
    } catch (error) {
      // Locked: this one cannot be used now, others can.
      if (error instanceof VaultError) return undefined;
      throw error;
    }
  }

  async function ownKey(id: string): Promise<readonly OwnKey[]> {
    const secret = await secretUnder(id, vaultName(id));
    if (secret === undefined) return [];
    const { text, passphrase } = keySecret.parse(JSON.parse(secret));
    return [{ id: `key:${id}`, credential: { is: 'key', key: readPrivateKey(text, passphrase) } }];
  }

  return {
    access,
    change,
    async addKey({ name, text, passphrase, isKept }) {
      // Read now, so that a wrong passphrase is told to who typed it.
      const key = readPrivateKey(text, passphrase);
      const id = newId();
      const secret = JSON.stringify({ text, passphrase });
      here.set(id, secrets.keep(secret));
      const canKeep = isKept && (await vault.state()).is === 'open';
      if (canKeep) await vault.store(vaultName(id), secret);
      return await change(({ keys }) => ({ keys: [...keys, { id, name, ...hostKeyOf(key.getPublicSSH()), isKept: canKeep }] }));
    },
    async removeKey(id) {
      const handle = here.get(id);
      if (handle !== undefined) secrets.forget(handle);
      here.delete(id);
      await vault.remove(vaultName(id));
      return await change(({ keys }) => ({ keys: keys.filter((key) => key.id !== id) }));
    },
    async putBastion({ id = newId(), ...rest }) {
      return await change(({ bastions }) => ({ bastions: [...bastions.filter((other) => other.id !== id), { id, ...rest }] }));
    },
    async setHost({ uuid, bmcPassword, ...of }) {
      const name = bmcName(uuid);
      let keeps = file.current().hosts[uuid]?.keepsBmcPassword ?? false;
      if (bmcPassword !== undefined) {
        const handle = here.get(name);
        if (handle !== undefined) secrets.forget(handle);
        here.set(name, secrets.keep(bmcPassword));
        keeps = (await vault.state()).is === 'open';
        if (keeps) await vault.store(name, bmcPassword);
      }
      return await change(({ hosts }) => ({ hosts: { ...hosts, [uuid]: { ...of, keepsBmcPassword: keeps } } }));
    },
    async powerLogin(host) {
      const { bmcAddress: address, bmcUser: user } = file.current().hosts[host] ?? {};
      if (address === undefined || user === undefined) return undefined;
      const password = await secretUnder(bmcName(host), bmcName(host));
      return password === undefined ? undefined : { address, user, password };
    },
    async ownKeys() {
      const { usesAgent, keys } = file.current();
      const agents = usesAgent ? await findAgents({ platform: process.platform, named: agent }) : [];
      const own = await Promise.all(keys.map(async ({ id }) => await ownKey(id)));
      return [...agents.map((agent): OwnKey => ({ id: `agent:${agent}`, credential: { is: 'agent-key', agent } })), ...own.flat()];
    },
  };
}

const keySecret = z.object({ text: z.string(), passphrase: z.string().optional() });

const vaultName = (id: string): string => `ssh-key:${id}`;

const bmcName = (host: string): string => `bmc:${host}`;
