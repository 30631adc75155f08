/**
 * Who sets a memory limit, in every form that a sentence needs.
 *
 * One row holds all forms, so that the sidebar, the warning before a load and the report of a death
 * cannot use different names for the same owner.
 */
import type { LimitManager, LimitSource } from '../types';
import { groupName } from './shorten';
import type { Translate } from './translate';

export interface LimitOwner {
  /** In a report: "the memory limit set for *the container (podman)*". */
  named: string;
  /** Under a figure: "limit of this container (cgroup memory.max)". */
  limit: string;
  /** In a warning: "this container has 3 GiB left". */
  has: (left: string) => string;
}

type Row = (source: LimitSource, trans: Translate) => LimitOwner;

const BY_MANAGER: Readonly<Record<LimitManager, Row>> = {
  kubernetes: (source, trans) => ({
    named: trans.__('the pod (Kubernetes)'),
    limit: trans.__('limit of this pod (cgroup %1)', fileName(source)),
    has: left => trans.__('this pod has %1 left', left)
  }),
  docker: container,
  podman: container,
  lxc: container,
  slurm: (source, trans) => ({
    named: trans.__('the Slurm job'),
    limit: trans.__('limit of this Slurm job (cgroup %1)', fileName(source)),
    has: left => trans.__('this Slurm job has %1 left', left)
  }),
  systemd: (source, trans) => {
    const unit = lastPart(source.path);
    return {
      named: trans.__('the systemd unit %1', unit),
      limit: trans.__('limit of the systemd unit %1 (cgroup %2)', unit, fileName(source)),
      has: left => trans.__('the systemd unit %1 has %2 left', unit, left)
    };
  }
};

/** All names of the owner of one limit. */
export function limitOwner(source: LimitSource, trans: Translate): LimitOwner {
  if (source.manager !== null) {
    return BY_MANAGER[source.manager](source, trans);
  }
  switch (source.kind) {
    case 'machine':
      return machine(trans);
    case 'unknown':
      return source.path === null ? unknown(trans) : group(source.path, source, trans);
    case 'cgroup-v1':
    case 'cgroup-v2':
      // Only a container has a limit at the root that it sees, or above that root, where it has no
      // path.
      return source.path === null || source.path === '/'
        ? container(source, trans)
        : group(source.path, source, trans);
  }
}

function container(source: LimitSource, trans: Translate): LimitOwner {
  return {
    named:
      source.manager === null
        ? trans.__('the container')
        : trans.__('the container (%1)', source.manager),
    limit: trans.__('limit of this container (cgroup %1)', fileName(source)),
    has: left => trans.__('this container has %1 left', left)
  };
}

function machine(trans: Translate): LimitOwner {
  return {
    named: trans.__('this machine'),
    limit: trans.__('memory of this machine'),
    has: left => trans.__('this machine has %1 left', left)
  };
}

/** A control group that was not created by any known manager. */
function group(path: string, source: LimitSource, trans: Translate): LimitOwner {
  const name = groupName(path);
  return {
    named: trans.__('its group of processes (control group %1)', name),
    limit: trans.__('limit of the control group %1 (%2)', name, fileName(source)),
    has: left => trans.__('the control group %1 has %2 left', name, left)
  };
}

function unknown(trans: Translate): LimitOwner {
  return {
    named: trans.__('its group of processes (control group)'),
    limit: trans.__('nobody knows who sets the limit'),
    has: left => trans.__('%1 is left', left)
  };
}

const lastPart = (path: string | null): string => path?.split('/').filter(Boolean).pop() ?? '';

const fileName = ({ file }: LimitSource): string => lastPart(file);
