"""Snapshots become files in the official layout; nothing here touches a plan file."""
