"""Why a kernel died: notice, collect evidence, conclude, report."""
