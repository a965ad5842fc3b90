"""Posts, videos and charts that stand elsewhere: whose they are, and what their provider says of them."""
