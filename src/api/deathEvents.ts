import type { Event } from '@jupyterlab/services';

/** The schema of the event that is emitted when a death report is new or has changed. */
const KERNEL_DEATH_SCHEMA = 'https://jupyterlab-headroom.readthedocs.io/events/kernel-death/v1';

/**
 * Calls back when the server hints at a death. Any client may write to the event bus, so an event
 * is nothing more than a reason to ask the server.
 */
export function onDeathHint(events: Event.IManager, ask: () => void): void {
  events.stream.connect((_, event) => {
    if (event.schema_id === KERNEL_DEATH_SCHEMA) {
      ask();
    }
  });
}
