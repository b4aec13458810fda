"""Settings: flags over environment over file."""
