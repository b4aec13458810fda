"""Who we are to Azure: tokens, the ways to get them, and what a sign-in is good for."""
