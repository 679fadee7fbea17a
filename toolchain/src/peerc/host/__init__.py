"""The local platform: functions answer here as they do on Lambda, without Docker or an account."""
