"""What the sidebar costs, compared with jupyter-resource-usage and jupyterlab-nvdashboard."""
