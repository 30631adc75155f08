// Compiled and never run: what another extension may write, and what must not compile.
import type { Token } from '@lumino/coreutils';
import { IHeadroomDeaths, IHeadroomLoads, IHeadroomMonitor } from 'jupyterlab-headroom';
import type {
  HeadroomArrival,
  HeadroomCapacity,
  HeadroomDeath,
  HeadroomLoad
} from 'jupyterlab-headroom';

type Is<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const yes = <T extends true>(): T | null => null;

declare const monitor: IHeadroomMonitor;
declare const deaths: IHeadroomDeaths;
declare const loads: IHeadroomLoads;
declare const kernel: Parameters<IHeadroomLoads['check']>[1];

// Tokens are values, and carry their interface.
IHeadroomMonitor satisfies Token<IHeadroomMonitor>;
IHeadroomDeaths satisfies Token<IHeadroomDeaths>;
IHeadroomLoads satisfies Token<IHeadroomLoads>;

yes<Is<ReturnType<typeof monitor.capacityOf>, HeadroomCapacity>>();
yes<Is<HeadroomCapacity['headroomBytes'], number | null>>();
yes<Is<Awaited<ReturnType<typeof loads.check>>, HeadroomLoad | null>>();
yes<Is<(typeof deaths.deaths)[number], HeadroomDeath>>();
monitor.changed.connect((sender: IHeadroomMonitor) => sender.latest?.machine.availableBytes);
deaths.arrived.connect((_, { report, isNews }: HeadroomArrival) => isNews && report.details.cause);
void loads.check('x = 1', kernel).then(load => load?.kind);
void (monitor.latest?.groups[monitor.groupOfKernel('k') ?? '']?.usedBytes ?? 0);

// @ts-expect-error what is not known must be dealt with
monitor.capacityOf('k').headroomBytes satisfies number;
// @ts-expect-error a kernel is named by its id
monitor.capacityOf();
// @ts-expect-error figures are read, not written
monitor.latest = null;
// @ts-expect-error reports are not changed in place
deaths.byId('d')?.evidence.push({ text: '', supports: null, readable: true });
// @ts-expect-error how long the history is kept inside is nobody else's business
void monitor.history;
// @ts-expect-error the poll ends when its holders are gone, not by anybody's word
monitor.dispose();
// @ts-expect-error the services behind it are ours
void loads.services;
// @ts-expect-error a connection to a kernel, not its id
void loads.check('x = 1', 'kernel-id');
// @ts-expect-error classes are not exported
export type { MonitorModel } from 'jupyterlab-headroom';
// @ts-expect-error nor are the tokens that the plugins here use among themselves
export { IHeadroomSettings } from 'jupyterlab-headroom';
