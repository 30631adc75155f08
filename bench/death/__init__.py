"""How soon a death is explained, beside the dialog of JupyterLab."""
