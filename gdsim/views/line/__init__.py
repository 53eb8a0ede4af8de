"""One slope: the line through the data to turn by hand, and its minimum worked out on paper."""
