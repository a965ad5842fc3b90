"""Audience: readers whose page is open. What has happened since the version that they have."""
