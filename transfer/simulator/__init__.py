"""The other end of the wire, in memory: what no emulator of Azure offers."""
