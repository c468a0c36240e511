"""Which nouns, units, reasons, errors and frame shapes do we share?"""
