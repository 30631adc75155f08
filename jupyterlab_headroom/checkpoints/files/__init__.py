"""Opens files of strangers without surprises: bounded, and never on the event loop."""
