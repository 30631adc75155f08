"""What the sidebar costs, beside jupyter-resource-usage and jupyterlab-nvdashboard."""
