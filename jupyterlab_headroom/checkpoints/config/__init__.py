"""What a model's own configuration files say."""
