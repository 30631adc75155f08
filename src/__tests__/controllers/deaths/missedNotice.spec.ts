import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import type { DeathReport } from '../../../logic/types';
import type { MissedDeaths } from '../../../model/deaths/missedDeaths';
import { noticeMissed } from '../../../controllers/deaths/missedNotice';
import { deathReport } from '../../deathFixtures';

const trans = nullTranslator.load('jupyterlab_headroom');
const REPORTS = ['b', 'a'].map(id => deathReport({ id }));

/** The button of the notice, by its label; and what it did. */
function noticed(reports: readonly DeathReport[], showAll: (() => void) | null) {
  const missed = new Signal<MissedDeaths, readonly DeathReport[]>({} as MissedDeaths);
  const explain = jest.fn();
  noticeMissed({
    missed: { missed } as unknown as MissedDeaths,
    isEnabled: () => true,
    explain,
    showAll,
    trans
  });
  missed.emit(reports);
  const [action] = Notification.manager.notifications.at(0)?.options.actions ?? [];
  action?.callback({} as MouseEvent);
  return { label: action?.label, explained: explain.mock.calls.flat() as DeathReport[] };
}

afterEach(() => Notification.dismiss());

describe('noticeMissed', () => {
  it('explains one', () => {
    const showAll = jest.fn();
    const { label, explained } = noticed(REPORTS.slice(0, 1), showAll);
    expect(label).toBe('Why?');
    expect(explained.map(({ id }) => id)).toEqual(['b']);
    expect(showAll).not.toHaveBeenCalled();
  });

  it('leads to the list of several', () => {
    const showAll = jest.fn();
    expect(noticed(REPORTS, showAll).label).toBe('Show them');
    expect(showAll).toHaveBeenCalledTimes(1);
  });

  it('explains the newest of several where there is no list', () => {
    const { label, explained } = noticed(REPORTS, null);
    expect(label).toBe('Why?');
    expect(explained.map(({ id }) => id)).toEqual(['b']);
  });
});
