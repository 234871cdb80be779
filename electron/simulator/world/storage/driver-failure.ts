import { XapiError } from '../xapi-error.ts';

const DRIVER_FAULTS = {
  noSpace: { code: 'SR_BACKEND_FAILURE_44', said: 'There is insufficient space' },
  diskUnavailable: { code: 'SR_BACKEND_FAILURE_46', said: 'The VDI is not available' },
  storageUnavailable: { code: 'SR_BACKEND_FAILURE_47', said: 'The SR is not available' },
} as const;

/** A fault of a storage driver as clients see it: nothing, what it said, and what it wrote to its error stream. */
export function driverFailure(fault: keyof typeof DRIVER_FAULTS, detail?: string): XapiError {
  const { code, said } = DRIVER_FAULTS[fault];
  return new XapiError(code, '', detail === undefined ? said : `${said} [opterr=${detail}]`, '');
}
