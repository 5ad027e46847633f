"""Plays the city day while parts of the product are killed, cut off and starved, and holds every acknowledgement against the database."""
