"""How soon a death is explained, compared with JupyterLab's own dialog."""
