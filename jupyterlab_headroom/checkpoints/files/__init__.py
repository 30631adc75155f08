"""Safe access to untrusted files: bounded, and never on the event loop."""
