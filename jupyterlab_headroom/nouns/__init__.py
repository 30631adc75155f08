"""What travels between the rooms: values only, no behaviour."""
