"""A Dask cluster that somebody runs: whole artifacts go there, results come back."""
