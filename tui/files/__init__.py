"""The files a person works on: found, opened, mended, replaced in one step."""
