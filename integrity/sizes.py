"""Units of sizes, in bytes."""

KIB = 2**10
MIB = 2**20
GIB = 2**30
TIB = 2**40
