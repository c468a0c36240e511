"""What are the terms on this day? Dated YAML becomes frozen terms."""
