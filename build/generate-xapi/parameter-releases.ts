/** When parameters came that are younger than their calls; neither input format says so. */
const RELEASES: Readonly<Record<string, string>> = {
  'Repository.introduce.gpgkey_path': '22.12.0',
  'VM.assert_can_migrate.vgpu_map': 'inverness',
  'VM.migrate_send.vgpu_map': 'inverness',
  'VM.snapshot.ignore_vdis': '21.4.0',
  'host.disable.auto_enable': '25.31.0',
  'host.evacuate.evacuate_batch_size': '23.27.0',
  'host.evacuate.network': '1.297.0',
  'session.login_with_password.originator': 'clearwater',
  'session.login_with_password.version': 'miami',
};

/** `path` is `class.message.parameter`. */
export function parameterRelease(path: string): string | undefined {
  return RELEASES[path];
}
