"""Files of the trade, one module each; streaming, lossless, and ignorant of one another."""
