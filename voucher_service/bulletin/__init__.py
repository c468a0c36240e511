"""How is it written down? Content becomes the bytes of one kind of file."""
