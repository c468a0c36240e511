"""How do people look? Pages in Chinese and English over the same use cases."""
