/** Each role may do what those after it may; a few calls are open to a client certificate too. */
export type PoolAdmin = 'pool-admin';
export type PoolOperator = PoolAdmin | 'pool-operator';
export type VmPowerAdmin = PoolOperator | 'vm-power-admin';
export type VmAdmin = VmPowerAdmin | 'vm-admin';
export type VmOperator = VmAdmin | 'vm-operator';
export type ReadOnly = VmOperator | 'read-only';
export type ClientCertificate = 'client-cert';
export type Role = ReadOnly | ClientCertificate;
/** Nobody but root on the host itself. */
export type LocalRoot = never;

interface Facts<Parameters extends readonly unknown[], Result, Since extends string, Roles extends Role> {
  /** The session that comes first on the wire is left out; `?` marks what may be left off at the end. */
  readonly parameters: Parameters;
  readonly result: Result;
  readonly since: Since;
  readonly roles: Roles;
}

export interface Call<Parameters extends readonly unknown[], Result, Since extends string, Roles extends Role>
  extends Facts<Parameters, Result, Since, Roles> {
  readonly isAsync: false;
}

/** A call that also exists as `Async.<name>`, which answers with a task at once. */
export interface AsyncCall<Parameters extends readonly unknown[], Result, Since extends string, Roles extends Role>
  extends Facts<Parameters, Result, Since, Roles> {
  readonly isAsync: true;
}
