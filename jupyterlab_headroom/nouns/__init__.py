"""The data types that the packages of the server exchange: values only, no behaviour."""
