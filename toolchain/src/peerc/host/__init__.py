"""The local platform: functions answer on this machine as they do on Lambda, without Docker or an account."""
