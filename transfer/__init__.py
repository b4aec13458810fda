"""Reaches Azure and writes: rescues, copies, journals, and the clients of Azure."""
