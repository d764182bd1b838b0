"""The command line: options in, one call, one print, an exit code."""
