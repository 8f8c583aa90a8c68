"""The steps by which the gradebook came to have its tables, numbered; each is taken once."""
