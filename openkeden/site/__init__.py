"""Where the parts are put together for one installation: settings."""
