"""Audience: other software's files. Pages come in and go out as schema.org/LiveBlogPosting."""
